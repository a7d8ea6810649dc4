package io.tidemark.spark.internal.line;

import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;

/** An RDD without parents whose subclasses use Java's collections only. The signatures here are those of Scala 2.13. */
public abstract class JavaTypedRdd<T> extends RDD<T> {

    private static final long serialVersionUID = 1L;

    protected JavaTypedRdd(SparkContext spark, ClassTag<T> type) {
        super(spark, ScalaCollections.seq(List.<Dependency<?>>of()), type);
    }

    /** Where a partition is best computed. Called on the driver. */
    protected abstract List<String> places(Partition split);

    /** Computes a partition. Called on an executor. */
    protected abstract java.util.Iterator<T> elements(Partition split, TaskContext context);

    @Override
    public final Seq<String> getPreferredLocations(Partition split) {
        return ScalaCollections.seq(places(split));
    }

    @Override
    public final Iterator<T> compute(Partition split, TaskContext context) {
        return ScalaCollections.iterator(elements(split, context));
    }
}
