04-thread-pool/server: 04-thread-pool/server.c \
 04-thread-pool/../common/server.h 04-thread-pool/../common/client.h \
 04-thread-pool/../common/listener.h 04-thread-pool/../common/options.h \
 04-thread-pool/../common/service.h 04-thread-pool/../common/counters.h \
 04-thread-pool/../common/pages.h 04-thread-pool/../common/stage.h \
 04-thread-pool/../common/clients.h \
 04-thread-pool/../common/conversation.h \
 04-thread-pool/../common/server.h 04-thread-pool/queue.h \
 04-thread-pool/../common/client.h
