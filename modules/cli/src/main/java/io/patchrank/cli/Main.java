package io.patchrank.cli;

import io.patchrank.cli.logging.LogSetup;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code patchrank}. A new command is one class and one name in {@code subcommands}. */
@Command(
        name = "patchrank",
        description = "Visual instance search that re-ranks by patches.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            IngestCommand.class,
            SearchCommand.class,
            CompareCommand.class,
            GalleryCommand.class,
            EvaluateCommand.class,
            TuneCommand.class,
            ReportCommand.class,
            ModelsCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            MergeCommand.class,
            DoctorCommand.class,
            HealthCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:the request is wrong",
            "3:no such image, model, file or folder",
            "4:the image was refused",
            "5:configuration, model, its download or device",
            "6:data folder or disk",
            "7:overloaded, too late, cancelled, or no process serves the request",
            "70:a mistake in patchrank itself"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        // Vert.x' own would keep a UDP port open on all interfaces. Before anything loads it.
        System.setProperty("vertx.disableDnsResolver", "true");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = commandLine(out, err).execute(args);
        out.flush();
        System.exit(exitCode);
    }

    /** All commands, their errors printed to {@code err} as {@link ErrorReport} says. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        ErrorReport report = new ErrorReport(err);
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> {
                    if (Verbosity.of(parsed)) {
                        LogSetup.logMore();
                    }
                    try {
                        return new CommandLine.RunLast().execute(parsed);
                    } catch (Error e) {
                        // picocli handles exceptions only; no memory, or a native library that does not load
                        return report.failure(e, Verbosity.of(parsed));
                    }
                })
                .setParameterExceptionHandler((failure, args) -> report.usage(failure))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> report.failure(failure, Verbosity.of(parsed)));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
