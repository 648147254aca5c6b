package io.framemill.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "io.framemill.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noNativeCode =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule brokerOnlyByItsInterface =
      noClasses().should().dependOnClassesThat().resideInAPackage("com.rabbitmq..");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.framemill.(cli..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noJavaUtilLogging =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
