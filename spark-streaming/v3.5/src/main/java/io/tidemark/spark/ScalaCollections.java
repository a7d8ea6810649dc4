package io.tidemark.spark;

import java.util.Iterator;
import java.util.List;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Converts between the collections of Java and of Scala 2.12. */
final class ScalaCollections {

    private ScalaCollections() {}

    static <T> Seq<T> seq(List<T> list) {
        return JavaConverters.asScalaBuffer(list);
    }

    static <T> List<T> list(Seq<T> seq) {
        return JavaConverters.seqAsJavaList(seq);
    }

    static <T> scala.collection.Iterator<T> iterator(Iterator<T> iterator) {
        return JavaConverters.asScalaIterator(iterator);
    }
}
