package io.tidemark.spark.internal.line;

import java.util.Iterator;
import java.util.List;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Converts between the collections of Java and of Scala 2.12. */
public final class ScalaCollections {

    private ScalaCollections() {}

    public static <T> Seq<T> seq(List<T> list) {
        return JavaConverters.asScalaBuffer(list);
    }

    public static <T> List<T> list(Seq<T> seq) {
        return JavaConverters.seqAsJavaList(seq);
    }

    public static <T> scala.collection.Iterator<T> iterator(Iterator<T> iterator) {
        return JavaConverters.asScalaIterator(iterator);
    }
}
