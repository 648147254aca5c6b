package io.framemill.worker.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class MediaDependenciesTest {
  @Test
  void media_libavdeviceAndHighLevelBindings_areNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.bytedeco.ffmpeg.global.avdevice")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.ffmpeg.avdevice..", "org.bytedeco.javacv..")
        .because("libavdevice needs sound and X11 libraries that servers do not have")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.framemill.worker"));
  }
}
