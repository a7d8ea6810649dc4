package io.tidemark.spark;

import java.util.Iterator;
import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Converts between the collections of Java and of Scala 2.13. */
final class ScalaCollections {

    private ScalaCollections() {}

    static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    static <T> List<T> list(scala.collection.Seq<T> seq) {
        return CollectionConverters.asJava(seq);
    }

    static <T> scala.collection.Iterator<T> iterator(Iterator<T> iterator) {
        return CollectionConverters.asScala(iterator);
    }
}
