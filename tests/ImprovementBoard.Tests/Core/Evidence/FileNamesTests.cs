using ImprovementBoard.Core.Evidence;

namespace ImprovementBoard.Tests.Core.Evidence;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData(@"C:\Users\me\audit.docx", "audit.docx")]
    [InlineData(@"..\..\audit.docx", "audit.docx")]
    [InlineData("audit\u202Efdp.exe", "auditfdp.exe")]
    [InlineData("\u200Faudit\u2066.pdf\u2069", "audit.pdf")]
    [InlineData("a\0b\r\nc\t.pdf", "abc.pdf")]
    [InlineData("line\u2028break.pdf", "linebreak.pdf")]
    [InlineData("  .hidden.pdf. ", "hidden.pdf")]
    [InlineData("Prüfung £5 – 漢字 🙂.pdf", "Prüfung £5 – 漢字 🙂.pdf")]
    [InlineData("half \ud83d.pdf", "half .pdf")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData("..", "file")]
    [InlineData("folder/", "file")]
    public void A_name_is_kept_for_people_without_what_could_mislead_them(string? given, string kept) =>
        Assert.Equal(kept, FileNames.Clean(given));

    [Fact]
    public void A_long_name_is_cut_so_that_its_ending_stays()
    {
        var kept = FileNames.Clean(new string('a', 300) + ".pdf");

        Assert.Equal((FileNames.MaxLength, true), (kept.Length, kept.EndsWith("aaa.pdf", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_long_name_is_not_cut_through_a_sign() =>
        Assert.DoesNotContain(FileNames.Clean(string.Concat(Enumerable.Repeat("🙂", 80)) + ".pdf").EnumerateRunes(), r => r == System.Text.Rune.ReplacementChar);

    [Theory]
    [InlineData("a.PDF", ".pdf")]
    [InlineData("a.tar.gz", ".gz")]
    [InlineData(".pdf", "")]
    [InlineData("a.", "")]
    [InlineData("a", "")]
    [InlineData("a.no ending at all here", "")]
    public void The_ending_is_what_stands_after_the_last_dot(string name, string ending) => Assert.Equal(ending, FileNames.Extension(name));
}
