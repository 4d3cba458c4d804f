package dev.netproof.lab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTests {

    @ParameterizedTest
    @CsvSource({
            "10.244.7.7/16,            10.244.0.0/16",
            "10.0.0.1,                 10.0.0.1",
            "0.0.0.0/0,                0.0.0.0/0",
            "FD00:0:0:1:0:0:0:5,       fd00:0:0:1::5",
            "fd00:10:244:0::/64,       fd00:10:244::/64",
            "2001:db8:0:1:1:1:1:1,     2001:db8:0:1:1:1:1:1",
            "2001:0:0:1::,             2001:0:0:1::",
            "::1,                      ::1",
            "::ffff/0,                 ::/0",
    })
    void isWrittenInOneWay(String text, String written) {
        assertThat(Cidr.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({
            "10.244.0.0/16, 10.244.255.255, true",
            "10.244.0.0/16, 10.245.0.0,     false",
            "10.244.0.0/16, 10.0.0.0/8,     false",
            "0.0.0.0/0,     ::1,            false",
            "::/0,          10.0.0.1,       false",
            "fd00::/8,      fdff::1,        true",
            "fd00::/64,     fd00:0:0:1::,   false",
    })
    void containsAddressesOfItsFamily(String range, String other, boolean contains) {
        assertThat(Cidr.parse(range).contains(Cidr.parse(other))).isEqualTo(contains);
    }

    @Test
    void countsItsAddresses() {
        assertThat(Cidr.parse("10.244.0.0/16").address(65535)).isEqualTo("10.244.255.255");
        assertThat(Cidr.parse("fd00:10:244:1::/64").address(65535)).isEqualTo("fd00:10:244:1::ffff");
        assertThat(Cidr.parse("10.0.0.0/29").size()).isEqualTo(8);
        assertThat(Cidr.parse("fd00::/64").size()).as("no more than anybody hands out").isEqualTo(1L << 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0", "10.0.0.256", "10.0.0.0/33", "fd00::1::2", "fd00::/129", "::ffff:10.0.0.1",
            "fd00::1%eth0", "cafe", "localhost"})
    void refusesWhatIsNoAddressAndNoRange(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no address or range. Write it as 10.0.0.1, 10.0.0.0/8, 2001:db8::1 or"
                        + " 2001:db8::/32.");
    }
}
