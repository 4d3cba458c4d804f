package dev.netproof.engine;

import java.io.File;

import dev.netproof.matrix.ConnectivityMatrix;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FileSource;

/** A matrix, the container of its sources. */
final class MatrixDescriptor extends AbstractTestDescriptor {

    static final String SEGMENT = "matrix";

    private final ConnectivityMatrix matrix;

    MatrixDescriptor(UniqueId parent, ConnectivityMatrix matrix) {
        super(parent.append(SEGMENT, matrix.name()), matrix.name(), FileSource.from(new File(matrix.file())));
        this.matrix = matrix;
    }

    ConnectivityMatrix matrix() {
        return matrix;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }
}
