package io.framemill.controller;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.StringWriter;

@AnalyzeClasses(
    packages = "io.framemill.controller",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Untrusted media meets native code in slots only. */
  @ArchTest
  static final ArchRule noNativeCode =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule brokerOnlyByItsInterface =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.rabbitmq..");

  @ArchTest
  static final ArchRule planAndManifestArePure =
      noClasses()
          .that()
          .resideInAnyPackage("..plan..", "..manifest..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..")
                  // In memory: StAX needs a writer, and this one does no I/O.
                  .and(not(type(StringWriter.class))));

  @ArchTest static final ArchRule javalinOnlyInHttp = only("..http..", "io.javalin..");

  @ArchTest
  static final ArchRule databaseOnlyInStore =
      only(
          "..store..",
          "org.jdbi..",
          "org.flywaydb..",
          "org.sqlite..",
          "org.postgresql..",
          "java.sql..");

  /** Controller and worker know nothing of each other: both speak the protocol. */
  @ArchTest
  static final ArchRule neitherWorkerNorCommandLine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.framemill.worker..", "io.framemill.cli..", "picocli..");

  /** What users ask for is known everywhere; how jobs are run, only to the job packages. */
  @ArchTest
  static final ArchRule apiKnowsNoImplementation =
      noClasses()
          .that()
          .resideInAPackage("..controller.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..controller.job..", "..controller.http..", "..controller.store..");

  @ArchTest
  static final ArchRule httpReachesJobsThroughTheApi =
      noClasses()
          .that()
          .resideInAPackage("..controller.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..controller.job..", "..controller.store");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.framemill.(controller..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noStandardStreams =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule noJavaUtilLogging =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  private static ArchRule only(String ours, String... theirs) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ours)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(theirs);
  }
}
