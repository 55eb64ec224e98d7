package io.patchrank.evaluation.report.html;

import java.util.List;

/**
 * A table of the report; the first column holds names, the others figures.
 *
 * @param marked index of the row to emphasise, −1 for none
 */
public record ReportTable(String caption, List<String> columns, List<List<String>> rows, int marked) {
    public ReportTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    void write(Markup page) {
        page.raw("<div class=\"scroll\"><table><caption>").text(caption).raw("</caption><thead><tr>");
        columns.forEach(column -> page.raw("<th scope=\"col\">").text(column).raw("</th>"));
        page.raw("</tr></thead><tbody>");
        for (int row = 0; row < rows.size(); row++) {
            page.raw(row == marked ? "<tr class=\"marked\">" : "<tr>");
            for (int column = 0; column < rows.get(row).size(); column++) {
                page.raw(column == 0 ? "<th scope=\"row\">" : "<td>")
                        .text(rows.get(row).get(column))
                        .raw(column == 0 ? "</th>" : "</td>");
            }
            page.raw("</tr>");
        }
        page.raw("</tbody></table></div>\n");
    }
}
