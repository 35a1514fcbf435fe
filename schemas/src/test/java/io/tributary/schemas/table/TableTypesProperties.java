package io.tributary.schemas.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.table.StructType.Field;
import io.tributary.schemas.table.TableTypes.Merged;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TableTypesProperties {

  @Property(seed = "20260302")
  void mergingAStructWithItselfChangesNothing(@ForAll("structs") StructType a) {
    assertThat(TableTypes.merge(a, a)).isEqualTo(new Merged(a, List.of()));
  }

  @Property(seed = "20260302")
  void nothingAddsNothing(@ForAll("structs") StructType a) {
    StructType none = StructType.of();

    assertThat(TableTypes.merge(a, none).type()).isEqualTo(a);
    assertThat(TableTypes.merge(none, a).type()).isEqualTo(a);
  }

  @Property(seed = "20260302")
  void mergingTwiceIsMergingOnce(@ForAll("structs") StructType a, @ForAll("structs") StructType b) {
    StructType once = TableTypes.merge(a, b).type();

    assertThat(TableTypes.merge(once, once).type()).isEqualTo(once);
    if (TableTypes.merge(a, b).isCompatible()) {
      assertThat(TableTypes.merge(once, b)).isEqualTo(new Merged(once, List.of()));
    }
  }

  @Property(seed = "20260302")
  void theOlderFieldsComeFirstInTheirOrder(
      @ForAll("structs") StructType a, @ForAll("structs") StructType b) {
    List<String> names = TableTypes.merge(a, b).type().fields().stream().map(Field::name).toList();

    assertThat(names.subList(0, a.fields().size()))
        .isEqualTo(a.fields().stream().map(Field::name).toList());
  }

  @Property(seed = "20260302")
  void isAssociativeWhereAllAreCompatible(
      @ForAll("structs") StructType a,
      @ForAll("structs") StructType b,
      @ForAll("structs") StructType c) {
    Merged ab = TableTypes.merge(a, b);
    Merged bc = TableTypes.merge(b, c);
    Merged left = TableTypes.merge(ab.type(), c);
    Merged right = TableTypes.merge(a, bc.type());
    Assume.that(
        ab.isCompatible() && bc.isCompatible() && left.isCompatible() && right.isCompatible());

    assertThat(left.type()).isEqualTo(right.type());
  }

  @Provide
  Arbitrary<StructType> structs() {
    return structs(2);
  }

  private static Arbitrary<StructType> structs(int depth) {
    Arbitrary<String> names = Arbitraries.of("a", "b", "c", "d", "e");
    return names
        .list()
        .uniqueElements()
        .ofMaxSize(4)
        .flatMap(
            chosen ->
                types(depth)
                    .list()
                    .ofSize(chosen.size())
                    .map(
                        types -> {
                          List<Field> fields = new ArrayList<>();
                          for (int i = 0; i < types.size(); i++) {
                            fields.add(new Field(chosen.get(i), types.get(i)));
                          }
                          return StructType.of(fields);
                        }));
  }

  private static Arbitrary<ColumnType> types(int depth) {
    Arbitrary<ColumnType> scalars = Arbitraries.of(Scalar.STRING, Scalar.LONG);
    if (depth == 0) {
      return scalars;
    }
    return Arbitraries.frequencyOf(
        Tuple.of(4, scalars),
        Tuple.of(2, structs(depth - 1).map(s -> (ColumnType) s)),
        Tuple.of(1, structs(depth - 1).map(s -> (ColumnType) new ListType(s))));
  }
}
