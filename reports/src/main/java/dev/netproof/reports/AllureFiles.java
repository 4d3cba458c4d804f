package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.netproof.evidence.Text;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.TestResult;

/** The files of {@code allure-results/}. */
final class AllureFiles {
    private static final String FOLDER = "allure-results/";
    private static final int MOST_REMEMBERED = 4_096;
    private static final int LONGEST_REMEMBERED = 1_000;

    private final OutputFolder folder;
    private final AllureLifecycle lifecycle;
    private final Map<String, String> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    AllureFiles(OutputFolder folder) {
        this.folder = folder;
        lifecycle = new AllureLifecycle(new FileSystemResultsWriter(folder.resolve(FOLDER)));
    }

    /** The lifecycle stamps its own clock on what it starts and stops; evidence knows when it really was. */
    void write(TestResult result, long start, long stop) throws IOException {
        String uuid = result.getUuid();
        folder.claim(FOLDER + uuid + "-result.json");
        try {
            lifecycle.scheduleTestCase(result);
            lifecycle.updateTestCase(uuid,
                    test -> test.setStage(Stage.FINISHED).setStart(start).setStop(stop));
            lifecycle.writeTestCase(uuid);
        } catch (AllureResultsWriteException e) {
            throw new IOException("the result of " + result.getFullName() + " could not be written", e);
        }
    }

    void write(String file, byte[] content) throws IOException {
        try (OutputStream out = folder.create(FOLDER + file)) {
            out.write(content);
        }
    }

    /**
     * What a tool printed. The same short text is one file, however often it was printed: most of the time of this report goes
     * into making files.
     */
    Attachment text(String name, String owner, String content) throws IOException {
        String key = content.length() > LONGEST_REMEMBERED ? "" : name + "\n" + content;
        String known = remembered.get(key);
        byte[] bytes = Text.wellFormed(content).getBytes(UTF_8);
        // The generator takes a file for an attachment by this part of its name.
        String source = known == null ? owner + "-attachment-" + name + ".txt" : known;
        if (known == null) {
            folder.claim(FOLDER + source);
            try {
                lifecycle.writeAttachment(source, new ByteArrayInputStream(bytes));
            } catch (AllureResultsWriteException e) {
                throw new IOException("attachment " + source + " could not be written", e);
            }
            if (!key.isEmpty()) {
                remembered.put(key, source);
            }
        }
        return new Attachment().setName(name).setType("text/plain").setSource(source).setSize((long) bytes.length);
    }
}
