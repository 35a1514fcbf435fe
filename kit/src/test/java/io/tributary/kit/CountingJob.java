package io.tributary.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A small endless job with keyed state, compiled here against the cluster's own class path. */
final class CountingJob {

  private static final String SOURCE =
      """
      import org.apache.flink.api.common.functions.MapFunction;
      import org.apache.flink.api.common.functions.RichMapFunction;
      import org.apache.flink.api.common.state.ValueState;
      import org.apache.flink.api.common.state.ValueStateDescriptor;
      import org.apache.flink.api.java.functions.KeySelector;
      import org.apache.flink.configuration.Configuration;
      import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
      import org.apache.flink.streaming.api.functions.sink.DiscardingSink;

      public class CountingJob {
        public static void main(String[] arguments) throws Exception {
          StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
          env.setParallelism(Integer.parseInt(arguments[0]));
          env.fromSequence(0, Long.MAX_VALUE)
              .map(new Slow())
              .keyBy(new Key())
              .map(new Count())
              .addSink(new DiscardingSink<>());
          env.execute("counting");
        }

        // In the source's chain: behind the shuffle, a checkpoint would wait for full buffers.
        public static class Slow implements MapFunction<Long, Long> {
          public Long map(Long value) throws Exception {
            Thread.sleep(1);
            return value;
          }
        }

        public static class Key implements KeySelector<Long, Long> {
          public Long getKey(Long value) {
            return value % 10;
          }
        }

        public static class Count extends RichMapFunction<Long, Long> {
          private transient ValueState<Long> count;

          public void open(Configuration configuration) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Long.class));
          }

          public Long map(Long value) throws Exception {
            Long before = count.value();
            count.update(before == null ? 1 : before + 1);
            return count.value();
          }
        }
      }
      """;

  private CountingJob() {}

  /** Takes the parallelism as its one argument. */
  static Path jar(Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("CountingJob.java"), SOURCE);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-cp",
                ClassPaths.of("flink"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(status).isZero();
    Path jar = folder.resolve("counting.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        var files = Files.list(classes)) {
      for (Path file : List.copyOf(files.toList())) {
        entries.putNextEntry(new JarEntry(file.getFileName().toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
