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

  /// Names that spreadsheets would compute are texts there; numbers below zero stay numbers.
  @Test func namesAreNoFormulasInCSV() {
    var table = TextTable([.text("=A1"), .number("n")])
    for name in ["=1+2", "+1", "-1", "@SUM(1,2)", "\tx", "\rx", "a=1", ""] { table.append([name, "-0.5"]) }
    let names = ["'=1+2", "'+1", "'-1", "\"'@SUM(1,2)\"", "'\\tx", "'\\rx", "a=1", ""]
    #expect(table.csv == "'=A1,n\n" + names.map { "\($0),-0.5\n" }.joined())
    #expect(table.plain.contains("\n=1+2 "))
  }

  @Test func fieldsOfCSVAreQuoted() {
    #expect(table.csv == "name,n\na,1\n\"b|*c*, \"\"d\"\"\\u{1b}\",12.5\n")
  }
}
