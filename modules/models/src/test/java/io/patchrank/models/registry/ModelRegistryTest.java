package io.patchrank.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.vit.PositionRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRegistryTest {
    @TempDir
    private Path folder;

    @Test
    void officialModelsAndPublishedCheckpointsAreThere() {
        ModelRegistry registry = ModelRegistry.shipped();

        assertThat(registry.entries())
                .extracting(RegistryEntry::name)
                .containsExactlyInAnyOrder(
                        "dinov2_vits14",
                        "dinov2_vitb14",
                        "dinov2_vitl14",
                        "dinov2_vitg14",
                        "dinov2_vits14_reg4",
                        "dinov2_vitb14_reg4",
                        "dinov2_vitl14_reg4",
                        "dinov2_vitg14_reg4",
                        "dinov2_ames",
                        "dinov2_ames_dist",
                        "cvnet_ames",
                        "cvnet_ames_dist",
                        "dinov2_detector",
                        "cvnet_detector");
        assertThat(registry.entries()).extracting(RegistryEntry::file).doesNotHaveDuplicates();
        assertThat(registry.entries())
                .filteredOn(entry -> entry.kind() == ModelKind.BACKBONE)
                .allSatisfy(entry -> {
                    assertThat(entry.licence().permissive()).isTrue();
                    assertThat(entry.sha256()).isPresent();
                    assertThat(entry.sources())
                            .allMatch(source -> source.getScheme().equals("https"));
                    assertThat(entry.defaults().positionRule())
                            .contains(
                                    entry.name().endsWith("_reg4")
                                            ? PositionRule.REGISTERS
                                            : PositionRule.FACEBOOK_RESEARCH);
                });
        ModelDefaults ames = registry.get("dinov2_ames_dist").defaults();
        assertThat(ames.dimension()).isEqualTo(OptionalInt.of(768));
        assertThat(ames.preset()).isEqualTo(Optional.of("dinov2-dist"));
        assertThat(registry.get("dinov2_ames").licence().permissive()).isFalse();
    }

    @Test
    void userAddsEntriesInTheModelsFolder() throws IOException {
        user("{\"models\": [{\"name\": \"mine\", \"kind\": \"backbone\", \"licence\": \"MIT\","
                + " \"sources\": [\"https://example.org/w/mine.safetensors?download=1\"],"
                + " \"defaults\": {\"heads\": 6}}]}");

        RegistryEntry mine = ModelRegistry.of(folder).get("mine");

        assertThat(mine.file()).isEqualTo("mine.safetensors");
        assertThat(mine.title()).isEqualTo("mine");
        assertThat(mine.defaults().heads()).isEqualTo(OptionalInt.of(6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {                                                                        | is no JSON
            {"models": {}}                                                           | models must be a list
            {"models": [], "model": []}                                              | unknown field model
            {"models": [{"name": "a"}]}                                              | entry 1: sources is missing
            {"models": [{"name": "A", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/f"]}]} | entry 1: a name is made of
            {"models": [{"name": "a", "kind": "head", "licence": "MIT", "sources": ["https://a.org/f"]}]}     | entry 1: kind must be
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["file:///etc/f"]}]}   | entry 1: a source is an http or https address
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["not an address"]}]}  | entry 1: Illegal character
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/f"], "file": "../f"}]} | not a name for a weights file
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/f"], "file": "f.json"}]} | not a name for a weights file
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/f"], "sha256": "ab"}]} | sha256 is 64 digits
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/f"], "defaults": {"head": 6}}]} | unknown field head
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/f"], "defaults": {"positions": "x"}}]} | positions must be one of
            {"models": [{"name": "dinov2_ames", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/f"]}]} | the name dinov2_ames is taken
            {"models": [{"name": "a", "kind": "backbone", "licence": "MIT", "sources": ["https://a.org/dinov2_ames.pt"]}]} | the file name dinov2_ames.pt is taken
            """)
    void mistakeNamesFileEntryAndField(String json, String problem) throws IOException {
        Path file = user(json);

        assertThatThrownBy(() -> ModelRegistry.of(folder))
                .isInstanceOfSatisfying(
                        PatchrankException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "dinov2_vits14_reg, dinov2_vits14_reg4",
        "dinov2-vitb14, dinov2_vitb14",
        "DINOV2_AMES, dinov2_ames",
        "cvnet, cvnet_ames"
    })
    void nameThatIsNotKnownBringsNearOnes(String name, String near) {
        assertThatThrownBy(() -> ModelRegistry.shipped().get(name)).hasMessageContaining(near);
    }

    private Path user(String json) throws IOException {
        return Files.writeString(folder.resolve(ModelRegistry.USER_FILE), json);
    }
}
