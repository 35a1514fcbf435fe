package io.tributary.runners.report;

import java.util.List;

/** Charts under one heading. */
record Section(String id, String title, String lead, List<Chart> charts) {

  Section {
    charts = List.copyOf(charts);
  }
}
