#!/bin/sh
# plant.sh - a server with a mistake in it, to be found with the tools of notes/finding-out.md.
# usage: plant.sh MISTAKE      (leak, spin, rude, crash, stuck or race; from the top of the project, after "make")
# Changes one line in a copy of one file, says which, and builds build/planted/MISTAKE.
set -eu
mistake=${1?usage: plant.sh MISTAKE}
options=
case $mistake in
leak) file=02-fork/server.c change='s/close(client.descriptor);/;/' ;;
crash) file=02-fork/server.c change='s/conversation_run(&server, &client);/conversation_run(\&server, NULL);/' ;;
spin) file=05-select/server.c change='s/FD_CLR(descriptor, &writing);/FD_SET(descriptor, \&writing);/' ;;
rude) file=common/server/conversation.c change='s/if (!client->input.unread || client->input.ended) {/if (true) {/' ;;
stuck) file=04-thread-pool/queue.c change='/^struct client \*queue_pop/,/^}/s/pthread_mutex_unlock(&queue->lock);/;/' ;;
race)
    file=03-thread-per-conn/server.c
    change='s/^    server_close(&server, client);/    static unsigned long served; served++;\
&/'
    options=-fsanitize=thread
    ;;
*)
    echo "plant.sh: there is no mistake '$mistake'" >&2
    exit 2
    ;;
esac
stage=${file%/*}
[ "$stage" != common/server ] || stage=01-iterative
copy=build/planted/$mistake.c

mkdir -p build/planted
sed "$change" "$file" >"$copy"
echo "$file"
diff "$file" "$copy" | grep '^[<>]' || [ $? = 1 ] # it says 1 for "they differ"
others=
for object in build/"$stage"/*.o build/common/socket/*.o build/common/service/*.o build/common/service/http/*.o build/common/server/*.o; do
    case $object in
    *test.o | "build/${file%.c}.o") ;;
    *) others="$others $object" ;;
    esac
done
# shellcheck disable=SC2086 # each word is an option or a file
${CC:-cc} -g $options -D_POSIX_C_SOURCE=200809L -I. -I"${file%/*}" -pthread -o "$copy.$$" "$copy" $others
mv "$copy.$$" "build/planted/$mistake" # not written over, in case that it runs
