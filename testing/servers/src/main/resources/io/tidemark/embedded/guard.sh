# Runs one server and sees to it that the server does not outlive its owner.
#
# The owner holds the other end of this shell's standard input. It writes one line when the server may start; the end
# of that input, which the kernel sees to even when the owner is killed, means that the owner is gone.
#
# usage: guard.sh LOG SECONDS DISCARD command...
#   LOG      file that gets the server's output
#   SECONDS  what a server whose owner is gone has for its orderly end
#   DISCARD  directory to remove once the owner is gone, or empty; its server gets no time for an orderly end
# prints the server's process id; exits with the server's status

read -r _ || exit 0
log=$1 seconds=$2 discard=$3
shift 3
exec 3<&0

"$@" </dev/null 3<&- >>"$log" 2>&1 &
server=$!
echo "$server"

(
    while read -r _ <&3; do :; done
    # from here on the server's end is this subshell's work, and the outer shell must not cut it short
    trap '' TERM
    if [ -z "$discard" ]; then
        kill -TERM "$server"
        # a frozen server takes the signal only when it may go on
        kill -CONT "$server"
        left=$((seconds * 10))
        while [ "$left" -gt 0 ] && kill -0 "$server"; do
            sleep 0.1
            left=$((left - 1))
        done
    fi
    kill -KILL "$server"
    while kill -0 "$server"; do sleep 0.1; done
    [ -z "$discard" ] || rm -rf -- "$discard"
) >/dev/null 2>&1 &
watch=$!

wait "$server"
status=$?
kill -TERM "$watch"
wait "$watch"
exit "$status"
