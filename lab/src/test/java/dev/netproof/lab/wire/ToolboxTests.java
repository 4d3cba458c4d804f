package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolboxTests {

    @Test
    void namesEveryMissingToolAndTheirPackages(@TempDir Path folder) throws IOException {
        for (String tool : List.of("curl", "hostname", "mount", "nc", "nsenter", "nslookup", "perl", "setpriv",
                "setsid", "sh")) {
            Files.createFile(folder.resolve(tool),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }

        assertThatThrownBy(() -> Toolbox.of(List.of(folder.toString())).requireAll())
                .hasMessage("lab network: this machine lacks dnsmasq, ip, nft, unshare."
                        + " Install the Debian packages dnsmasq-base iproute2 nftables util-linux.");
    }
}
