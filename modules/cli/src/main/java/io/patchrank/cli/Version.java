package io.patchrank.cli;

import picocli.CommandLine.IVersionProvider;

/** Version of the build, of Java and of the platform: what a bug report needs first. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String build = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "patchrank %s (Java %s, %s %s)"
                    .formatted(
                            build == null ? "development" : build,
                            System.getProperty("java.version"),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"))
        };
    }
}
