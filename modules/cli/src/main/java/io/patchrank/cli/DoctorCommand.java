package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.pipeline.config.LoadedConfig;
import io.patchrank.pipeline.config.Setting;
import io.patchrank.pipeline.diagnosis.Check;
import io.patchrank.pipeline.diagnosis.Diagnosis;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Checks machine, model, configuration and data folder. */
@Command(
        name = "doctor",
        description = {
            "Checks Java, native libraries, device, weights, data folder and disk, and prints the configuration in"
                    + " force with where each value comes from.",
            "Exits with the code of the first failure, 0 when there are at most warnings."
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

    private record Value(String key, String value, String origin) {
        Value(Setting setting) {
            this(setting.key(), setting.shown(), setting.origin());
        }
    }

    @Override
    int run(Output output) {
        LoadedConfig loaded = options().load(Map.of());
        List<Check> checks = Diagnosis.run(loaded.config());
        List<Finding> findings = checks.stream().map(Finding::new).toList();
        List<Value> values = loaded.settings().stream().map(Value::new).toList();
        output.result(Map.of("checks", findings, "configuration", values), json -> text(findings, values));
        return checks.stream()
                .map(Check::code)
                .flatMap(Optional::stream)
                .findFirst()
                .map(ErrorCode::exitCode)
                .orElse(0);
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
