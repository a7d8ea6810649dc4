package io.tidemark.spark.internal.line;

import java.util.Iterator;
import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Converts between the collections of Java and of Scala 2.13. */
public final class ScalaCollections {

    private ScalaCollections() {}

    public static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    public static <T> List<T> list(scala.collection.Seq<T> seq) {
        return CollectionConverters.asJava(seq);
    }

    public static <T> scala.collection.Iterator<T> iterator(Iterator<T> iterator) {
        return CollectionConverters.asScala(iterator);
    }
}
