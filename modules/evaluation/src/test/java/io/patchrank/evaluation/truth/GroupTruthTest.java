package io.patchrank.evaluation.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTruthTest {
    private final Path folder;

    GroupTruthTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void groupsAreReadInFileOrder() throws IOException {
        GroupTruth truth =
                GroupTruth.read(file("{\"z\": [\"z/1.jpg\", \"z/2.jpg\"], \"a\": [\"a/1.jpg\", \"a/2.jpg\"]}"));
        assertThat(truth.groups().keySet()).containsExactly("z", "a");
        assertThat(truth.images()).containsExactly("z/1.jpg", "z/2.jpg", "a/1.jpg", "a/2.jpg");
        assertThat(truth.queryCount()).isEqualTo(4);
    }

    @Test
    void sharedPhotographsHaveNineteenGroupsAndAllImagesAreThere() {
        Path dev = SharedFiles.require("data/dev/groups.json");
        GroupTruth truth = GroupTruth.read(dev, dev.resolveSibling("images"));
        assertThat(truth.groups()).hasSize(19);
        assertThat(truth.queryCount()).isEqualTo(62);
    }

    @Test
    void missingImageIsNamed() throws IOException {
        Files.createFile(folder.resolve("1.jpg"));
        Path file = file("{\"a\": [\"1.jpg\", \"2.jpg\"]}");
        assertThatThrownBy(() -> GroupTruth.read(file, folder))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.NOT_FOUND, PatchrankException::code)
                .returns(folder.resolve("2.jpg").toString(), PatchrankException::subject);
    }

    @Test
    void groupOfOneImageIsRefusedByName() throws IOException {
        Path file = file("{\"lonely\": [\"1.jpg\"]}");
        assertThatThrownBy(() -> GroupTruth.read(file))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.BAD_REQUEST, PatchrankException::code)
                .returns("lonely", PatchrankException::subject);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 2]",
                "{}",
                "",
                "{\"a\": \"1.jpg\"}",
                "{\"a\": [\"1.jpg\", 2]}",
                "{\"a\": {\"b\": [\"1.jpg\"]}}",
                "{\"a\": [\"1.jpg\",",
                "{\"a\": [\"1.jpg\", \"1.jpg\"]}",
                "{\"a\": [\"1.jpg\", \"../2.jpg\"]}",
                "{\"a\": [\"1.jpg\", \"/2.jpg\"]}"
            })
    void otherFormsAreRefused(String json) throws IOException {
        Path file = file(json);
        assertThatThrownBy(() -> GroupTruth.read(file))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.BAD_REQUEST, PatchrankException::code);
    }

    @Test
    void absentFileIsNotFound() {
        assertThatThrownBy(() -> GroupTruth.read(folder.resolve("none.json")))
                .asInstanceOf(InstanceOfAssertFactories.type(PatchrankException.class))
                .returns(ErrorCode.NOT_FOUND, PatchrankException::code);
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("groups.json"), json);
    }
}
