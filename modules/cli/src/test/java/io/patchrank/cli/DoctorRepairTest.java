package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.pipeline.data.DataFolder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorRepairTest {
    @TempDir
    Path data;

    @BeforeEach
    void gallery() {
        DataFolder.open(data).close();
    }

    private void damage() throws IOException {
        Files.writeString(data.resolve("patchrank.version"), "?");
        Files.writeString(Files.createDirectory(data.resolve("features")).resolve("shard-0000000000.hdf5.tmp"), "half");
    }

    private CliRun doctor(String... more) {
        Object[] arguments = new Object[3 + more.length];
        arguments[0] = "doctor";
        arguments[1] = "--data";
        arguments[2] = data;
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CliRun.of(arguments);
    }

    @Test
    void whatIsFoundIsSaidMendedAndKept() throws IOException {
        damage();
        CliRun before = doctor();
        assertThat(before.exitCode()).isEqualTo(6);
        assertThat(data.resolve("damaged")).doesNotExist();

        CliRun repair = doctor("--repair");

        assertThat(repair.exitCode()).as(repair.out() + repair.err()).isZero();
        assertThat(repair.out())
                .contains("mended", data.resolve("patchrank.version").toString(), "shard-0000000000.hdf5.tmp");
        assertThat(data.resolve("damaged/patchrank.version")).hasContent("?");
        assertThat(data.resolve("damaged/shard-0000000000.hdf5.tmp")).hasContent("half");
        JsonArray again = new JsonObject(doctor("--repair", "--json").out()).getJsonArray("repairs");
        assertThat(again).isEmpty();
    }

    @Test
    void folderInUseIsNotTouched() throws IOException {
        try (DataFolder owned = DataFolder.open(data)) {
            Files.writeString(owned.root().resolve("x.tmp"), "half");
            CliRun run = doctor("--repair", "--json");
            assertThat(run.exitCode()).isEqualTo(6);
            assertThat(run.err()).contains("DATA_FOLDER_IN_USE");
            assertThat(owned.root().resolve("x.tmp")).exists();
        }
    }
}
