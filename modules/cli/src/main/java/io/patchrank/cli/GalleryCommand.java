package io.patchrank.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands that look after the rows of a gallery. */
@Command(
        name = "gallery",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Looks after the images of the gallery.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            GalleryStatusCommand.class,
            GalleryListCommand.class,
            GalleryShowCommand.class,
            GalleryRemoveCommand.class,
            GalleryRetryCommand.class,
            GalleryCompactCommand.class,
            GalleryRecallCommand.class,
            FitWhiteningCommand.class
        })
final class GalleryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
