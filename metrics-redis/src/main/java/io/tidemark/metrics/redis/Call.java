package io.tidemark.metrics.redis;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * One call of a script, which knows how often the client has begun to send it: never where no connection could be had,
 * more than once where the client repeats what failed. Not safe for use by several threads.
 */
final class Call {

    private final UnifiedJedis client;
    private final Script script;
    private final List<byte[]> keys;
    private final List<byte[]> arguments;
    private int sendings;

    Call(UnifiedJedis client, Script script, List<byte[]> keys, List<byte[]> arguments) {
        this.client = client;
        this.script = script;
        this.keys = keys;
        this.arguments = arguments;
    }

    /**
     * Runs the script by its digest. A server that does not know it (new, restarted, flushed, failed over to) is sent
     * the text, which it runs and remembers in one step.
     */
    List<?> run() {
        return run(Command.EVALSHA, Command.EVAL, client::executeCommand);
    }

    /**
     * Runs the script and waits, over the same connection, until replicas have what it wrote: a server waits for what
     * its caller has written and for nothing else.
     */
    List<?> runAndWait(Replicas replicas) {
        return run(Command.EVALSHA, Command.EVAL, command -> {
            ReplicaWait wanted = replicas.wanted();
            try (AbstractPipeline pipeline = client.pipelined()) {
                Response<Object> reply = pipeline.executeCommand(command);
                Response<Long> acknowledged = pipeline.waitReplicas(
                        keys.get(0), wanted.replicas(), wanted.timeout().toMillis());
                pipeline.sync();
                Object replied = replied(reply);
                // the script has run, whatever the result of WAIT
                try {
                    replicas.acknowledged(replied(acknowledged));
                } catch (JedisException refused) {
                    replicas.unknown(refused);
                }
                return replied;
            }
        });
    }

    /** The pipeline of a cluster logs that its connection broke, throws nothing, and has no reply. */
    private static <T> T replied(Response<T> response) {
        try {
            return response.get();
        } catch (IllegalStateException absent) {
            throw new JedisConnectionException("The connection broke before the reply came", absent);
        }
    }

    /** Runs the script without permission to write, for users and replicas that only read. */
    List<?> runReadOnly() {
        return run(Command.EVALSHA_RO, Command.EVAL_RO, client::executeCommand);
    }

    /** The number of times the script may have reached a server. */
    int sendings() {
        return sendings;
    }

    private List<?> run(Command byDigest, Command byText, Function<CommandObject<Object>, Object> sending) {
        try {
            return (List<?>) sending.apply(command(byDigest, script.digest()));
        } catch (JedisNoScriptException unknownToServer) {
            sendings--;
            return (List<?>) sending.apply(command(byText, script.text()));
        }
    }

    private CommandObject<Object> command(Command command, String scriptOrDigest) {
        CommandArguments call =
                new CountedArguments(command).add(scriptOrDigest).add(keys.size());
        // all keys are in one slot, so one key identifies the node
        call.key(keys.get(0));
        keys.subList(1, keys.size()).forEach(call::add);
        arguments.forEach(call::add);
        return new CommandObject<>(call, BuilderFactory.RAW_OBJECT);
    }

    /** A connection walks through the arguments when it writes them. */
    private final class CountedArguments extends CommandArguments {

        CountedArguments(Command command) {
            super(command);
        }

        @Override
        public Iterator<Rawable> iterator() {
            sendings++;
            return super.iterator();
        }
    }
}
