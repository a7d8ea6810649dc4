package io.tidemark.cli;

import io.tidemark.offset.GroupId;

/** Parses a group's name. */
final class Groups {

    private Groups() {}

    static GroupId parse(String group) {
        if (group.isBlank()) {
            throw CommandException.usage("Cannot use --group '': the name is blank");
        }
        return new GroupId(group);
    }
}
