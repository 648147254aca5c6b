package io.framemill.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

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
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..");

  @ArchTest static final ArchRule picocliOnlyInCli = only("..cli..", "picocli..");

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

  @ArchTest
  static final ArchRule nobodyDependsOnCli =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.framemill.controller.cli..");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.framemill.controller.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule standardStreamsOnlyInCli =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

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
