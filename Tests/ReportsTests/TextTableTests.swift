// Tables as columns, Markdown and CSV, with text that means something there.
import Reports
import Testing

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable([.text("name"), .number("n")])
    table.append(["a", "1"])
    table.append(["b|*c*, \"d\"\u{1b}", "12.5"])
    return table
  }

  @Test func columnsAreAligned() {
    #expect(
      table.plain == #"""
        name                 n
        a                    1
        b|*c*, "d"\u{1b}  12.5

        """#)
  }

  @Test func markdownIsEscaped() {
    #expect(
      table.markdown == #"""
        | name | n |
        | --- | ---: |
        | a | 1 |
        | b\|\*c\*, "d"\\u{1b} | 12.5 |

        """#)
  }

  @Test func fieldsOfCSVAreQuoted() {
    #expect(table.csv == "name,n\na,1\n\"b|*c*, \"\"d\"\"\\u{1b}\",12.5\n")
  }
}
