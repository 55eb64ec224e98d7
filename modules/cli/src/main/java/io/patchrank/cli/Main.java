package io.patchrank.cli;

import io.patchrank.cli.logging.LogSetup;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code patchrank}. A new command is one class and one name in {@code COMMANDS}. */
@Command(
        name = "patchrank",
        description = "Visual instance search that re-ranks by patches.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
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
    private static final List<Class<?>> COMMANDS = List.of(
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
            HelpCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        // Vert.x' own would keep a UDP port open on all interfaces. Before anything loads it.
        System.setProperty("vertx.disableDnsResolver", "true");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = commandLine(out, err, needed(args)).execute(args);
        out.flush();
        System.exit(exitCode);
    }

    /**
     * The command that the first argument names: what follows is its own, and to read the annotations of all others costs
     * a tenth of a start. All when it names none, since usage and suggestions name them.
     */
    static List<Class<?>> needed(String... args) {
        return COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command != HelpCommand.class
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    /** All commands, their errors printed to {@code err} as {@link ErrorReport} says. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return commandLine(out, err, COMMANDS);
    }

    private static CommandLine commandLine(PrintWriter out, PrintWriter err, List<Class<?>> commands) {
        ErrorReport report = new ErrorReport(err);
        CommandLine main = new CommandLine(new Main());
        commands.forEach(main::addSubcommand);
        return main.setOut(out)
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
