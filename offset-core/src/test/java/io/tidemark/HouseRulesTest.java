package io.tidemark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the core may depend on. */
class HouseRulesTest {

    /** Only the classes of this module: the servers of the tests lie in archives. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .withImportOption(location -> location.contains("/offset-core/"))
            .importPackages("io.tidemark");

    /** Stores, sinks, the operators' tool and the page depend on the core: an engine would come with it. */
    @Test
    void theCoreKnowsNoEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", "io.tidemark.spark..")
                .check(CLASSES);
    }

    @Test
    void offsetsKnowNothingOfMetrics() {
        noClasses()
                .that()
                .resideInAPackage("io.tidemark.offset..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tidemark.metrics..")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.tidemark.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
