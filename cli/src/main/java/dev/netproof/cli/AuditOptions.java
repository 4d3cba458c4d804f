package dev.netproof.cli;

import java.util.List;
import java.util.Set;

import dev.netproof.audit.AuditInput;
import dev.netproof.policy.IpAddress;
import dev.netproof.policy.IpRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What an audit can't find out by itself. */
final class AuditOptions {

    @Option(names = "--protected-label", paramLabel = "PREFIX", description = "Labels of namespaces that not everybody may set, beside kubernetes.io/metadata.name. May be repeated.")
    private List<String> protectedLabels = List.of();

    @Option(names = "--cluster-cidr", paramLabel = "CIDR", converter = CidrConverter.class, description = "Addresses of pods, Services or nodes, beside those that are seen. May be repeated.")
    private List<IpRange> clusterRanges = List.of();

    @Option(names = "--dns", paramLabel = "ADDRESS", converter = AddressConverter.class, description = "Where pods ask for names. May be repeated. Default: the DNS Service of the cluster")
    private List<String> nameservers = List.of();

    AuditInput.Options read() {
        return new AuditInput.Options(Set.copyOf(protectedLabels), clusterRanges, nameservers);
    }

    static final class CidrConverter implements ITypeConverter<IpRange> {

        @Override
        public IpRange convert(String text) {
            return IpRange.cidr(text).orElseThrow(
                    () -> new TypeConversionException("'" + text + "' is no range. Write it like 10.244.0.0/16."));
        }
    }

    static final class AddressConverter implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            return IpAddress.parse(text).map(address -> text).orElseThrow(
                    () -> new TypeConversionException("'" + text + "' is no address. Write it like 169.254.20.10."));
        }
    }
}
