package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPoolTests {

    @Test
    void anAddressGivenBackIsTheLastToBeUsedAgain() throws IOException {
        AddressPool pool = new AddressPool(Cidr.parse("10.0.0.0/29"));

        assertThat(pool.take()).isEqualTo("10.0.0.4");
        pool.giveBack("10.0.0.4");
        assertThat(pool.take()).isEqualTo("10.0.0.5");
        assertThat(pool.take()).isEqualTo("10.0.0.6");
        assertThat(pool.take()).isEqualTo("10.0.0.4");
        assertThatThrownBy(pool::take).isInstanceOf(IOException.class)
                .hasMessage("lab network: all addresses of 10.0.0.0/29 are taken. Give it a wider pod range.");
    }

    @Test
    void rangesContainTheirAddresses() {
        Cidr range = Cidr.parse("10.244.7.7/16");

        assertThat(range).hasToString("10.244.0.0/16");
        assertThat(range.address(65535)).isEqualTo("10.244.255.255");
        assertThat(range.contains(Cidr.parse("10.244.255.255"))).isTrue();
        assertThat(range.contains(Cidr.parse("10.245.0.0"))).isFalse();
        assertThat(range.contains(Cidr.parse("10.0.0.0/8"))).isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").contains(Cidr.parse("255.255.255.255"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0", "10.0.0.256", "10.0.0.0/33", "fd00::1", "localhost"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no IPv4 address or range. Write it as 10.0.0.1 or 10.0.0.0/8.");
    }
}
