package io.tidemark.offset.zookeeper.internal.link;

import io.tidemark.offset.spi.Remedies;

/**
 * The remedy for each kind of error of ZooKeeper, by the name of its {@code KeeperException.Code}. All messages of this
 * module take their advice from this table. An error that is not in it is shown with its code and without advice.
 */
public final class ZooKeeperRemedies {

    static final String CHROOT = "chroot";
    public static final String REQUEST_SIZE = "jute.maxbuffer";

    static final Remedies TABLE = Remedies.builder()
            .add("CONNECTIONLOSS", "Check that the servers run, have room on their disks and can be reached")
            .add(
                    "SESSIONEXPIRED",
                    "The client opens a new session by itself: start again. If sessions expire often, set a longer session"
                            + " timeout, and check the servers and this process for long pauses")
            .add(
                    "NOAUTH",
                    "Give the client an identity that the node's ACL names (addAuthInfo, SASL), or add the client's identity"
                            + " to the ACL (getAcl and setAcl of zkCli.sh)")
            .add("AUTHFAILED", "Check the scheme and the credentials of the client's addAuthInfo or SASL login")
            .add(
                    "SESSIONCLOSEDREQUIRESASLAUTH",
                    "The servers require a SASL login. Give the client a JAAS configuration with a section Client")
            .add(
                    "INVALIDACL",
                    "Check the ACL that the store was given: its schemes must be ones that the servers know, and the scheme"
                            + " auth requires a client with an identity")
            .add("UNIMPLEMENTED", "Use ZooKeeper 3.6 or later on all servers")
            .add(
                    "QUOTAEXCEEDED",
                    "The quota of this node or of a node above it is used up. Raise it: listquota and setquota of zkCli.sh")
            .add(
                    "NOTREADONLY",
                    "The server has no connection to a quorum and accepts no writes. Start the missing servers of the"
                            + " ensemble")
            .add(
                    "NOCHILDRENFOREPHEMERALS",
                    "Another program created a node above this one as ephemeral. Close that program's session, or use"
                            + " another chroot")
            .add("THROTTLEDOP", "The server is overloaded and refuses requests that waited too long. Start again later")
            .add("OPERATIONTIMEOUT", "Check the load and the disks of the servers")
            .add("REQUESTTIMEOUT", "Check the load and the disks of the servers")
            .add(CHROOT, "Create the missing node above the chroot")
            .add(
                    REQUEST_SIZE,
                    "Write smaller batches, give each group fewer partitions, or raise jute.maxbuffer on the servers and on"
                            + " this client")
            .build();

    private ZooKeeperRemedies() {}

    /** The advice for a code: a sentence behind a full stop, or nothing if the table does not have the code. */
    public static String advice(String code) {
        return TABLE.of(code).map(remedy -> ". " + remedy).orElse("");
    }
}
