package io.patchrank.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One browser, and one server with the sample gallery, for all tests of the page that run in this JVM. After each test
 * there may be no error in the console, and nobody but the server may have been asked for anything. Skipped where
 * Chromium or its driver is absent, failed where {@code CI=true} and they are.
 */
final class BrowserSession implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(BrowserSession.class);
    private static final Pattern OWN = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/.*|blob:.*|data:.*|about:.*");
    /** The browser itself tells of answers above 399 and of broken connections. */
    private static final Pattern FAILED_ANSWER =
            Pattern.compile(".*(Failed to load resource|net::ERR_).*", Pattern.DOTALL);

    private record Opened(Browser browser, Path downloads) implements AutoCloseable {
        @Override
        public void close() {
            browser.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Browser.class || type == SampleServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class
                ? browser(context)
                : store(context).computeIfAbsent(SampleServer.class, key -> SampleServer.start(), SampleServer.class);
    }

    private static Browser browser(ExtensionContext context) {
        return store(context)
                .computeIfAbsent(Opened.class, key -> open(), Opened.class)
                .browser();
    }

    private static Opened open() {
        try {
            Path downloads = Files.createTempDirectory("patchrank-downloads");
            downloads.toFile().deleteOnExit();
            Path chromium = require("chromium", "chromium-browser", "google-chrome");
            return new Opened(Browser.start(chromium, require("chromedriver"), downloads), downloads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path require(String... names) {
        Optional<Path> found = Browser.program(names);
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail("CI needs " + names[0] + "; Debian has it as chromium and chromium-driver");
        }
        Assumptions.assumeTrue(found.isPresent(), "no " + names[0] + " on the path");
        return found.orElseThrow();
    }

    private static Store store(ExtensionContext context) {
        // Where several JVMs share the test classes, each class is a root of its own.
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Browser browser = browser(context);
        browser.screen(1400, 900);
        browser.systemTheme("light");
        browser.consoleErrors();
        browser.requested();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Browser browser = browser(context);
        List<String> errors = browser.consoleErrors();
        List<String> requested = browser.requested();
        browser.go("about:blank");
        if (context.getExecutionException().isEmpty()) {
            boolean mayFail = context.getRequiredTestMethod().isAnnotationPresent(RequestsFail.class);
            assertThat(errors)
                    .as("console")
                    .allMatch(line -> mayFail && FAILED_ANSWER.matcher(line).matches());
            assertThat(requested).as("requests").allMatch(url -> OWN.matcher(url)
                    .matches());
        }
    }
}
