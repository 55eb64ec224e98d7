package io.patchrank.web.page;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium as a person uses it: looks for what is there, clicks, types, and waits for what comes. */
final class Browser implements AutoCloseable {
    /** Other modules are tested beside. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final ChromeDriver driver;
    private final Path downloads;

    private Browser(ChromeDriver driver, Path downloads) {
        this.driver = driver;
        this.downloads = downloads;
    }

    /** The program of one of these names on the path. */
    static Optional<Path> program(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(path.split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path chromium, Path chromedriver, Path downloads) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium.toFile())
                .addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
                .addArguments("--hide-scrollbars", "--window-size=1400,900", "--lang=en-GB");
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .build();
        return new Browser(new ChromeDriver(service, options), downloads);
    }

    /** A new visit: nothing is kept of the one before. */
    void visit(String address) {
        String origin = URI.create(address).resolve("/").toString();
        cdp("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
        cdp("Network.clearBrowserCache", Map.of());
        // Otherwise another address of the same page would only be followed, not loaded.
        driver.get("about:blank");
        driver.get(address);
    }

    void go(String address) {
        driver.get(address);
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    @Nullable
    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    long number(String expression) {
        return ((Number) Objects.requireNonNull(script("return " + expression), expression)).longValue();
    }

    /** Elements, shown or not. */
    long count(String css) {
        return ((Number) Objects.requireNonNull(script("return document.querySelectorAll(arguments[0]).length", css)))
                .longValue();
    }

    /** The first visible element. */
    WebElement await(String css) {
        List<WebElement> found = new ArrayList<>();
        await(css, () -> {
            found.clear();
            found.addAll(visible(css));
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    void awaitGone(String css) {
        await("no " + css, () -> visible(css).isEmpty());
    }

    /** Until the text of the first visible element contains this. */
    void awaitText(String css, String text) {
        await(css + " with '" + text + "'", () -> texts(css).stream().anyMatch(each -> each.contains(text)));
    }

    /** Until an expression of JavaScript is true. */
    void awaitTrue(String expression) {
        await(expression, () -> Boolean.TRUE.equals(script("return Boolean(" + expression + ")")));
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (StaleElementReferenceException e) {
                // The page has just been drawn anew.
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what + " at " + address() + "; the focus is on "
                        + script(
                                "return (document.hasFocus() ? '' : 'no window, ') + document.activeElement?.outerHTML.slice(0, 200)")
                        + "; the page says:\n" + script("return document.body.innerText"));
            }
            pause(25);
        }
    }

    List<WebElement> visible(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .toList();
    }

    /** Texts of all elements, shown or not. */
    @SuppressWarnings("unchecked") // a list of strings by the script itself
    List<String> texts(String css) {
        return (List<String>) Objects.requireNonNull(
                script("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim())", css));
    }

    @SuppressWarnings("unchecked") // a list of strings by the script itself
    List<String> attributes(String css, String name) {
        return (List<String>) Objects.requireNonNull(script(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))",
                css,
                name));
    }

    void click(String css) {
        await(css).click();
    }

    void type(String css, CharSequence... keys) {
        await(css).sendKeys(keys);
    }

    /** Keys to whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWith(Keys modifier, Keys key) {
        new Actions(driver).keyDown(modifier).sendKeys(key).keyUp(modifier).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Gives a file chooser its files; the chooser itself is hidden behind its label. */
    void choose(String css, Path... files) {
        awaitTrue("document.querySelector('" + css + "')");
        driver.findElement(By.cssSelector(css))
                .sendKeys(String.join(
                        "\n", Arrays.stream(files).map(Path::toString).toList()));
    }

    /** A picture that is pasted ({@code paste}), held over the page ({@code dragover}) or let go on it ({@code drop}). */
    void handOver(String event, String name, byte[] picture) {
        script("""
                const [type, name, base64] = arguments;
                const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], name, {type: "image/*"}));
                document.body.dispatchEvent(type === "paste"
                    ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
                    : new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
                """, event, name, Base64.getEncoder().encodeToString(picture));
    }

    int windows() {
        return driver.getWindowHandles().size();
    }

    /** Moves a slider as a person does, with the keyboard. */
    void slide(String css, Keys key, int times) {
        WebElement slider = await(css);
        for (int i = 0; i < times; i++) {
            slider.sendKeys(key);
        }
    }

    /** Presses the button at a place of an element, in pixels from its middle, and lets go at another. */
    void drag(String css, int fromX, int fromY, int byX, int byY) {
        new Actions(driver)
                .moveToElement(await(css), fromX, fromY)
                .clickAndHold()
                .moveByOffset(byX / 2, byY / 2)
                .moveByOffset(byX - byX / 2, byY - byY / 2)
                .release()
                .perform();
    }

    void screen(int width, int height) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Of a person who likes no motion: what shimmers while a server computes takes a third of the browser's time. */
    void systemTheme(String theme) {
        preferences(theme, "reduce");
    }

    void systemMotion() {
        preferences("light", "no-preference");
    }

    private void preferences(String theme, String motion) {
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", theme),
                                Map.of("name", "prefers-reduced-motion", "value", motion))));
    }

    Map<String, Object> cdp(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    Path downloads() {
        return downloads;
    }

    /** What the console has said as an error since the last call. */
    List<String> consoleErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Addresses that were asked over the network since the last call. */
    List<String> requested() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> new JsonObject(entry.getMessage()).getJsonObject("message"))
                .filter(message -> "Network.requestWillBeSent".equals(message.getString("method")))
                .map(message ->
                        message.getJsonObject("params").getJsonObject("request").getString("url"))
                .toList();
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
