package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.pipeline.config.LoadedConfig;
import io.patchrank.pipeline.config.Setting;
import io.patchrank.pipeline.diagnosis.Check;
import io.patchrank.pipeline.diagnosis.Diagnosis;
import io.patchrank.pipeline.repair.DataFolderRepair;
import io.patchrank.pipeline.repair.Repair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks machine, model, configuration and data folder. */
@Command(
        name = "doctor",
        description = {
            "Checks Java, native libraries, device, weights, data folder and disk, and prints the configuration in"
                    + " force with where each value comes from.",
            "With --repair it first mends the data folder: nothing is deleted, what is taken away lies in damaged/ of"
                    + " the data folder afterwards.",
            "Exits with the code of the first failure that is left, 0 when there are at most warnings; with 6 when the"
                    + " data folder is in use or something of it cannot be mended."
        })
final class DoctorCommand extends Operation {
    private record Finding(String name, String verdict, String detail, String code) {
        Finding(Check check) {
            this(
                    check.name(),
                    check.verdict().name().toLowerCase(Locale.ROOT),
                    check.detail(),
                    check.code().map(Enum::name).orElse(""));
        }
    }

    private record Mended(String what, String where, String outcome, String done) {
        Mended(Repair repair) {
            this(
                    repair.what(),
                    repair.where(),
                    repair.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    repair.done());
        }
    }

    private record Value(String key, String value, String origin) {
        Value(Setting setting) {
            this(setting.key(), setting.shown(), setting.origin());
        }
    }

    @Option(
            names = "--repair",
            description = "Mend what is damaged in the data folder, which no process may use meanwhile.")
    private boolean repair;

    @Override
    int run(Output output) {
        LoadedConfig loaded = options().load(Map.of());
        List<Repair> repairs = repair ? DataFolderRepair.run(loaded.config().data()) : List.of();
        List<Mended> mended = repairs.stream().map(Mended::new).toList();
        List<Check> checks = Diagnosis.run(loaded.config());
        List<Finding> findings = checks.stream().map(Finding::new).toList();
        List<Value> values = loaded.settings().stream().map(Value::new).toList();
        Map<String, Object> result = new LinkedHashMap<>();
        if (repair) {
            result.put("repairs", mended);
        }
        result.put("checks", findings);
        result.put("configuration", values);
        output.result(result, json -> repairText(mended) + text(findings, values));
        return checks.stream()
                .map(Check::code)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> repairs.stream()
                        .filter(r -> r.outcome() == Repair.Outcome.NOT_MENDED)
                        .map(r -> ErrorCode.DATA_CORRUPT)
                        .findFirst())
                .map(ErrorCode::exitCode)
                .orElse(0);
    }

    private String repairText(List<Mended> mended) {
        if (!repair) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        mended.forEach(m -> text.append("%-10s  %s: %s: %s%n".formatted(m.outcome(), m.where(), m.what(), m.done())));
        if (mended.isEmpty()) {
            text.append("nothing to mend").append(System.lineSeparator());
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static String text(List<Finding> findings, List<Value> values) {
        StringBuilder text = new StringBuilder();
        findings.forEach(f -> text.append("%-4s  %-12s %s%n".formatted(f.verdict(), f.name(), f.detail())));
        text.append(System.lineSeparator());
        values.forEach(v -> text.append(
                "%s: %s%s%n".formatted(v.key(), v.value(), v.origin().equals("default") ? "" : "   # " + v.origin())));
        return text.toString();
    }
}
