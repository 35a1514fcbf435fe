package io.tributary.runners;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;

/** The arrows between the modules, and the house rules that a machine can hold. */
@AnalyzeClasses(packages = "io.tributary", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String SCHEMAS = "io.tributary.schemas..";
  private static final String TRANSFORMS = "io.tributary.transforms..";
  private static final String IO = "io.tributary.io..";
  private static final String PIPELINES = "io.tributary.pipelines..";
  private static final String RUNNERS = "io.tributary.runners..";
  private static final String KIT = "io.tributary.kit..";
  private static final String TELEMETRY = "io.tributary.transforms.telemetry..";

  @ArchTest
  static final ArchRule schemasSeeNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(SCHEMAS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TRANSFORMS, IO, PIPELINES, RUNNERS);

  @ArchTest
  static final ArchRule theKitKnowsNothingOfUs =
      noClasses()
          .that()
          .resideInAPackage(KIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SCHEMAS, TRANSFORMS, IO, PIPELINES, RUNNERS);

  @ArchTest
  static final ArchRule transformsSeeSchemasAlone =
      noClasses()
          .that()
          .resideInAPackage(TRANSFORMS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IO, PIPELINES, RUNNERS);

  @ArchTest
  static final ArchRule ioSeesSchemasAndTransformsAlone =
      noClasses()
          .that()
          .resideInAPackage(IO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PIPELINES, RUNNERS);

  @ArchTest
  static final ArchRule pipelinesSeeSchemasAndTransformsAlone =
      noClasses()
          .that()
          .resideInAPackage(PIPELINES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IO, RUNNERS);

  @ArchTest
  static final ArchRule inSchemasOnlyCodersKnowBeam =
      noClasses()
          .that()
          .resideInAPackage(SCHEMAS)
          .and()
          .resideOutsideOfPackage("io.tributary.schemas.coder..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule onlyTelemetryKnowsOpenTelemetryAndMetrics =
      noClasses()
          .that()
          .resideOutsideOfPackages(TELEMETRY, RUNNERS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "org.apache.beam.sdk.metrics..");

  @ArchTest
  static final ArchRule storesStayOutOfTheGraph =
      noClasses()
          .that()
          .resideInAnyPackage(SCHEMAS, TRANSFORMS, PIPELINES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.iceberg..", "org.apache.parquet..", "com.maxmind..", "java.sql..");

  @ArchTest
  static final ArchRule nothingOutsideRunnersReadsClockEnvironmentOrProperties =
      noClasses()
          .that()
          .resideOutsideOfPackages(RUNNERS, KIT)
          .should()
          .callMethodWhere(
              describe(
                  "it reads the wall clock, the environment or a system property",
                  call -> readsTheWorld(call.getTargetOwner(), call.getTarget().getName())));

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper");

  @ArchTest
  static final ArchRule noRoomIsCalledCommon =
      noClasses().should().resideInAnyPackage("..common..", "..util..", "..helpers..");

  @ArchTest
  static final ArchRule ourOwnMethodsHaveNoGetBeforeThem =
      methods()
          .that()
          .haveNameMatching("get[A-Z].*")
          .and()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .areNotAssignableTo(PipelineOptions.class) // which asks for them
          .should(belongToALibrarysType());

  @ArchTest static final ArchRule stateIsNotStatic = fields().that().areStatic().should().beFinal();

  private static boolean readsTheWorld(JavaClass owner, String name) {
    return owner.isEquivalentTo(System.class)
            && (name.equals("getenv")
                || name.equals("getProperty")
                || name.equals("currentTimeMillis"))
        || (owner.isEquivalentTo(Instant.class) || owner.isEquivalentTo(LocalDate.class))
            && name.equals("now")
        || owner.isEquivalentTo(Clock.class) && name.startsWith("system");
  }

  private static ArchCondition<JavaMethod> belongToALibrarysType() {
    return new ArchCondition<>("belong to a library's type") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        JavaClass owner = method.getOwner();
        boolean overrides =
            Stream.concat(
                    owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                .filter(type -> !type.getPackageName().startsWith("io.tributary"))
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(inherited -> inherited.getName().equals(method.getName()));
        events.add(new SimpleConditionEvent(method, overrides, method.getFullName()));
      }
    };
  }
}
