package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import dev.netproof.lab.network.Cidr;
import org.junit.jupiter.api.Test;

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
    void anAddressThatIsAskedForIsHandedOutIfItIsFreeAndOfTheRange() throws IOException {
        AddressPool pool = new AddressPool(Cidr.parse("10.0.0.0/28"));

        pool.take("10.0.0.4");
        assertThat(pool.take()).isEqualTo("10.0.0.5");
        assertThatThrownBy(() -> pool.take("10.0.0.4")).isInstanceOf(IOException.class)
                .hasMessageStartingWith("10.0.0.4 is taken.");
        pool.giveBack("10.0.0.4");
        pool.take("10.0.0.4");
        assertThatThrownBy(() -> pool.take("10.0.1.4")).isInstanceOf(IOException.class)
                .hasMessageStartingWith("10.0.1.4 is not in the range 10.0.0.0/28 of the pod's node.");
    }
}
