package io.framemill.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.framemill.protocol", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] RECORDS = {
    "io.framemill.protocol",
    "io.framemill.protocol.media",
    "io.framemill.protocol.rendition",
    "io.framemill.protocol.text"
  };

  @ArchTest
  static final ArchRule ONLY_BROKER_SEES_RABBITMQ =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.framemill.protocol.broker.rabbit")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.rabbitmq..");

  @ArchTest
  static final ArchRule RECORDS_ARE_PLAIN =
      classes()
          .that()
          .resideInAnyPackage(RECORDS)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "com.fasterxml.jackson..", "org.jspecify..")
                  .or(resideInAnyPackage(RECORDS)));

  @ArchTest
  static final ArchRule STORAGE_NEEDS_ONLY_RECORDS =
      classes()
          .that()
          .resideInAPackage("io.framemill.protocol.storage")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "org.jspecify..", "io.framemill.protocol.storage")
                  .or(resideInAnyPackage(RECORDS)));

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.framemill.(protocol..)").should().beFreeOfCycles();

  @ArchTest static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule NO_JAVA_UTIL_LOGGING = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
