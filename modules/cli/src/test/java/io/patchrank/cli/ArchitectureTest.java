package io.patchrank.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the dependency direction of docs/architecture.md. The command line sees all modules, so the test lives here. */
@AnalyzeClasses(
        packages = "io.patchrank",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {
    /** Contract tests come from other modules as jars. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule modulesDependDownwardsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("api")
            .definedBy("io.patchrank.api..")
            .layer("imaging")
            .definedBy("io.patchrank.imaging..")
            .layer("pickle")
            .definedBy("io.patchrank.pickle..")
            .layer("torch")
            .definedBy("io.patchrank.torch..")
            .layer("models")
            .definedBy("io.patchrank.models..")
            .layer("embedded model")
            .definedBy("io.patchrank.embedded..")
            .layer("storage")
            .definedBy("io.patchrank.storage..")
            .layer("index")
            .definedBy("io.patchrank.index..")
            .layer("rerank")
            .definedBy("io.patchrank.rerank..")
            .layer("evaluation")
            .definedBy("io.patchrank.evaluation..")
            .layer("pipeline")
            .definedBy("io.patchrank.pipeline..")
            .layer("web")
            .definedBy("io.patchrank.web..")
            .layer("cli")
            .definedBy("io.patchrank.cli..")
            .whereLayer("api")
            .mayNotAccessAnyLayer()
            .whereLayer("imaging")
            .mayOnlyAccessLayers("api")
            .whereLayer("pickle")
            .mayOnlyAccessLayers("api")
            .whereLayer("torch")
            .mayOnlyAccessLayers("api", "pickle")
            .whereLayer("embedded model")
            .mayNotAccessAnyLayer()
            .whereLayer("storage")
            .mayOnlyAccessLayers("api")
            .whereLayer("index")
            .mayOnlyAccessLayers("api")
            .whereLayer("models")
            .mayOnlyAccessLayers("api", "imaging", "torch", "embedded model")
            .whereLayer("rerank")
            .mayOnlyAccessLayers("api", "torch", "models")
            .whereLayer("evaluation")
            .mayOnlyAccessLayers("api", "imaging", "pickle")
            .whereLayer("pipeline")
            .mayOnlyAccessLayers("api", "imaging", "torch", "models", "embedded model", "storage", "index", "rerank")
            .whereLayer("web")
            .mayOnlyAccessLayers("api", "evaluation", "pipeline")
            .whereLayer("cli")
            .mayOnlyAccessLayers("api", "evaluation", "pipeline", "web");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.patchrank.(**)").should().beFreeOfCycles();
}
