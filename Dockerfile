# One image for every part: "serve" is the controller, "worker" a worker, the rest are commands.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
# First what changes seldom: the dependencies are then a layer of their own.
COPY .mvn .mvn
COPY pom.xml .
COPY protocol/pom.xml protocol/
COPY worker/pom.xml worker/
COPY controller/pom.xml controller/
COPY cli/pom.xml cli/
COPY bench/pom.xml bench/
RUN mvn -B -ntp -q -DskipTests -Dspotless.check.skip -Djacoco.skip -pl cli -am package
COPY protocol/src/main protocol/src/main
COPY worker/src/main worker/src/main
COPY controller/src/main controller/src/main
COPY cli/src/main cli/src/main
RUN mvn -B -ntp -q -DskipTests -Dspotless.check.skip -Djacoco.skip -pl cli -am package

FROM eclipse-temurin:17-jre-jammy
# The native libraries need libudev and libstdc++; curl is for the health check.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl libstdc++6 libudev1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 framemill \
    && install -d -o framemill -g framemill /media \
    && install -d -o framemill -g framemill -m 0700 /var/lib/framemill
COPY --from=build /src/target/dist/lib /opt/framemill/lib
COPY docker/framemill /usr/local/bin/framemill
USER framemill
WORKDIR /media
# Who started the container starts the broker as well, sooner or later.
ENV FRAMEMILL_MEDIA=/media FRAMEMILL_STATE=/var/lib/framemill FRAMEMILL_BROKER_WAIT=forever
ENTRYPOINT ["framemill"]
CMD ["--help"]
