package dev.netproof.allure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.qameta.allure.Extension;
import io.qameta.allure.ReportGenerator;
import io.qameta.allure.allure1.Allure1Plugin;
import io.qameta.allure.allure2.Allure2Plugin;
import io.qameta.allure.category.CategoriesPlugin;
import io.qameta.allure.category.CategoriesTrendPlugin;
import io.qameta.allure.context.FreemarkerContext;
import io.qameta.allure.context.JacksonContext;
import io.qameta.allure.context.MarkdownContext;
import io.qameta.allure.context.RandomUidContext;
import io.qameta.allure.core.AttachmentsPlugin;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.MarkdownDescriptionsPlugin;
import io.qameta.allure.core.Plugin;
import io.qameta.allure.core.TestsResultsPlugin;
import io.qameta.allure.duration.DurationPlugin;
import io.qameta.allure.duration.DurationTrendPlugin;
import io.qameta.allure.environment.Allure1EnvironmentPlugin;
import io.qameta.allure.executor.ExecutorPlugin;
import io.qameta.allure.history.HistoryPlugin;
import io.qameta.allure.history.HistoryTrendPlugin;
import io.qameta.allure.launch.LaunchPlugin;
import io.qameta.allure.owner.OwnerPlugin;
import io.qameta.allure.retry.RetryPlugin;
import io.qameta.allure.retry.RetryTrendPlugin;
import io.qameta.allure.severity.SeverityPlugin;
import io.qameta.allure.status.StatusChartPlugin;
import io.qameta.allure.suites.SuitesPlugin;
import io.qameta.allure.summary.SummaryPlugin;
import io.qameta.allure.tags.TagsPlugin;
import io.qameta.allure.timeline.TimelinePlugin;

/**
 * {@code Generator folder|file RESULTS REPORT}: makes the report in the folder REPORT, which does not exist yet; as {@code file},
 * of nothing but an {@code index.html}. With {@code ALLURE_NO_ANALYTICS=true} in the environment, or there is no report.
 */
final class Generator {

    private static final String VERSION = version();

    /** Allure's own configuration makes one of everything that it bundles, whether it is used or not. */
    private record Silent(List<Extension> extensions) implements Configuration {

        @Override
        public List<Extension> getExtensions() {
            return extensions;
        }

        @Override
        public List<Plugin> getPlugins() {
            return List.of();
        }

        /** Of the page, for whoever counts; nobody does. */
        @Override
        public String getUuid() {
            return "";
        }

        @Override
        public String getVersion() {
            return VERSION;
        }

        @Override
        public String getReportName() {
            return "Netproof";
        }
    }

    /** What Allure bundles, without what counts users, writes mails or feeds databases. Its first plugin reads the environment. */
    private static List<Extension> extensions() {
        return List.of(new JacksonContext(), new MarkdownContext(), new FreemarkerContext(), new RandomUidContext(),
                new MarkdownDescriptionsPlugin(), new TagsPlugin(), new RetryPlugin(), new RetryTrendPlugin(),
                new SeverityPlugin(), new OwnerPlugin(), new HistoryPlugin(), new HistoryTrendPlugin(),
                new CategoriesPlugin(), new CategoriesTrendPlugin(), new DurationPlugin(), new DurationTrendPlugin(),
                new StatusChartPlugin(), new TimelinePlugin(), new SuitesPlugin(), new TestsResultsPlugin(),
                new AttachmentsPlugin(), new SummaryPlugin(), new ExecutorPlugin(), new LaunchPlugin(),
                new Allure1Plugin(), new Allure1EnvironmentPlugin(), new Allure2Plugin());
    }

    private Generator() {}

    public static void main(String... args) {
        if (args.length != 3 || !List.of("folder", "file").contains(args[0])) {
            throw new IllegalArgumentException("folder or file, the folder of results, the folder of the report");
        }
        Path report = Path.of(args[2]);
        ReportGenerator generator = new ReportGenerator(new Silent(extensions()));
        List<Path> results = List.of(Path.of(args[1]));
        if (args[0].equals("file")) {
            generator.generateSingleFile(report, results);
        } else {
            generator.generate(report, results);
        }
        refuseAnalytics(report.resolve("index.html"));
    }

    /** For the foot of the page. */
    private static String version() {
        try (InputStream text = ReportGenerator.class.getResourceAsStream("/allure-version.txt")) {
            return text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseAnalytics(Path page) {
        try {
            if (Files.readString(page, StandardCharsets.UTF_8).contains("src=\"https://www.googletagmanager.com")) {
                Files.delete(page);
                throw new IllegalStateException("the page would have loaded a script from outside");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
