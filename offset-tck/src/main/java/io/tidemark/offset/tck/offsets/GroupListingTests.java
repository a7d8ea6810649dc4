package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.ListableStore;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A store that lists its groups. The class that tests the store implements this interface beside extending the
 * contract. Groups of other tests may be in the data.
 *
 * @since 0.1
 */
public interface GroupListingTests extends OffsetsFixture {

    @Test
    default void aGroupIsListedOnceItHasAnOffset() {
        assertThat(listable().groups()).doesNotContain(GROUP, OTHER_GROUP);

        openOffsets().initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));

        assertThat(listable().groups()).contains(GROUP).doesNotContain(OTHER_GROUP);
    }

    @Test
    default void groupsAreListedUnderTheirOwnNames() {
        List<GroupId> groups = List.of(
                new GroupId("listed"),
                new GroupId("Listed"),
                new GroupId("listed*"),
                new GroupId("a/b:c d%2F{e}~"),
                new GroupId("订单"),
                new GroupId("x".repeat(249)));
        for (GroupId group : groups) {
            openOffsets().initialize(group, Map.of(FIRST, StoredOffset.of(5)));
        }

        assertThat(listable().groups()).containsAll(groups);
        assertThat(listable().groups().stream()
                        .filter(group -> group.value().startsWith("x"))
                        .toList())
                .containsExactly(new GroupId("x".repeat(249)));
    }

    @Test
    default void aGroupWhoseOffsetsAreInALedgerIsListedInTheStoreThatFollowsIt() {
        OffsetStore store = openOffsets();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        store.recordGovernor(GROUP, Governor.sink("one"));

        assertThat(listable().groups()).contains(GROUP);
    }

    private ListableStore listable() {
        OffsetStore store = openOffsets();
        assertThat(store).isInstanceOf(ListableStore.class);
        return (ListableStore) store;
    }
}
