using ImprovementBoard.Core;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Tests.Core.Visits;

public sealed class FindingPasteTests
{
    [Theory]
    [InlineData("One.", "One.")]
    [InlineData("One.\nTwo.", "One.|Two.")]
    [InlineData("One.\r\nTwo.\r\n", "One.|Two.")]
    [InlineData("One\ngoes on.\n\nTwo.", "One goes on.|Two.")]
    [InlineData("One.\n \t \n\n\nTwo\r\ngoes on.", "One.|Two goes on.")]
    [InlineData("• One.\n- Two.\n– Three.\n* Four.", "One.|Two.|Three.|Four.")]
    [InlineData("12. One.\n13) Two.\n(14) Three.", "12:One.|13:Two.|14:Three.")]
    [InlineData("2017 was slow.\n12 children waited.", "2017 was slow.|12 children waited.")]
    [InlineData("Well-run conferences.", "Well-run conferences.")]
    [InlineData("<b>One</b> & 漢", "<b>One</b> & 漢")]
    [InlineData("  One   word.  ", "One word.")]
    public void A_letter_is_cut_into_findings(string pasted, string expected) =>
        Assert.Equal(expected, string.Join('|', FindingPaste.Split(pasted).Select(f => f.Paragraph.Length == 0 ? f.Text : $"{f.Paragraph}:{f.Text}")));

    [Theory]
    [InlineData(null, "Paste or type")]
    [InlineData(" \n\t\n ", "Paste or type")]
    public void Nothing_gives_a_sentence(string? pasted, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<RuleException>(() => FindingPaste.Split(pasted)).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_much_for_one_go_gives_a_sentence_that_says_how_much()
    {
        Assert.Equal("These are 61 findings. Take at most 60 at a time.", Assert.Throws<RuleException>(() => FindingPaste.Split(string.Join('\n', Enumerable.Range(1, 61).Select(i => $"Finding {i}")))).Message);
        Assert.StartsWith("This is 50,001 characters.", Assert.Throws<RuleException>(() => FindingPaste.Split(new string('a', 50_001))).Message, StringComparison.Ordinal);
        Assert.Equal(60, FindingPaste.Split(string.Join('\n', Enumerable.Range(1, 60).Select(i => $"Finding {i}"))).Count);
    }

    [Theory]
    [InlineData("Core groups were late.", "core groups  were late", true)]
    [InlineData("Children’s plans", "Children's plans", true)]
    [InlineData("Core groups were late.", "Core groups were later.", false)]
    [InlineData("9 of 12", "9 of 13", false)]
    public void The_same_words_are_known_again(string one, string other, bool same) => Assert.Equal(same, FindingPaste.Same(one, other));

    [Fact]
    public void No_word_is_lost_whatever_is_pasted()
    {
        var random = new Random(5);
        var pieces = new[] { "late", "12.", "•", "-", "\n", "\n\n", " ", "\t", "\r\n", "core groups", "(3)", "“x”", "漢", "7" };
        for (var i = 0; i < 500; i++)
        {
            var pasted = string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (string.IsNullOrWhiteSpace(pasted))
                continue;
            var kept = string.Concat(FindingPaste.Split(pasted).Select(f => f.Paragraph + f.Text));
            Assert.Equal(string.Concat(pasted.Where(char.IsLetterOrDigit)), string.Concat(kept.Where(char.IsLetterOrDigit)));
        }
    }
}
