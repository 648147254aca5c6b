package io.framemill.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.framemill.worker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class WorkerArchitectureTest {
  @ArchTest
  static final ArchRule onlyMediaSeesNativeCode =
      noClasses()
          .that()
          .resideOutsideOfPackage("..media..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  /** It wants sound and X11 libraries of the system, which servers do not have. */
  @ArchTest
  static final ArchRule nothingLoadsLibavdevice =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.bytedeco.ffmpeg.global.avdevice")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco.ffmpeg.avdevice..", "org.bytedeco.javacv..");

  @ArchTest
  static final ArchRule supervisorRunsNoMediaInItsOwnProcess =
      noClasses()
          .that()
          .resideInAnyPackage("..task..", "..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..media..");

  /** A slot's standard output belongs to its protocol; its standard error is its log. */
  @ArchTest
  static final ArchRule onlyTheSlotsEdgeUsesStandardStreams =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.framemill.worker.slot.SlotMain")
          .and()
          .doNotHaveFullyQualifiedName("io.framemill.worker.slot.StderrLogger")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest static final ArchRule noJavaUtilLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.framemill.worker.(*)..").should().beFreeOfCycles();

  /** Each of them is a kind of task; what two of them need is in a package below. */
  @ArchTest
  static final ArchRule encodingTasksDoNotKnowEachOther =
      slices()
          .matching("io.framemill.worker.media.(picture|sound|text|assemble)..")
          .should()
          .notDependOnEachOther();

  /** Each package for itself, those within the media code too. */
  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("io.framemill.worker.(**)").should().beFreeOfCycles();
}
