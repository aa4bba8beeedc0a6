using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Tests.Core.Access;

public sealed class PasswordRuleTests
{
    private static readonly HashSet<string> Common = ["password", "qwertyuiop", "iloveyou", "dragon", "correcthorse"];
    private static readonly string[] Known = ["jo.bloggs@kirklees.example", "Kirklees children’s services", "kirklees", "Kirklees Council"];

    [Theory]
    [InlineData("safer-children-2018")]
    [InlineData("three random words")]
    [InlineData("kettle orbit mustard")]
    [InlineData("kirklees kettle orbit")]
    [InlineData("ÄÖÜ ありがとう kettle")]
    [InlineData("correct kettle staple")]
    [InlineData("xK9#vQ2!mZ7&")]
    public void A_long_one_of_one_s_own_is_taken(string password) => Assert.Null(PasswordRule.Fault(password, Known, Common));

    [Fact]
    public void One_of_256_characters_is_taken() => Assert.Null(PasswordRule.Fault(string.Concat(Enumerable.Range(0, 64).Select(i => $"{(char)('a' + (i * 7 % 26))}{i % 7}k ")), Known, Common));

    [Theory]
    [InlineData(null, "at least 12")]
    [InlineData("", "at least 12")]
    [InlineData("Sh0rt!Pass1", "at least 12")]
    [InlineData("passwordpassword", "common passwords")]
    [InlineData("Password12345!", "common passwords")]
    [InlineData("P4$$w0rd2026", "common passwords")]
    [InlineData("2026!!Dragon!!", "common passwords")]
    [InlineData("qwertyuiop12", "common passwords")]
    [InlineData("DragonPassword", "common passwords")]
    [InlineData("iloveyoudragon99", "common passwords")]
    [InlineData("aaaaaaaaaaaaaaaa", "repeats")]
    [InlineData("abababababab", "repeats")]
    [InlineData("123456789012", "repeats")]
    [InlineData("abcdefghijklm", "repeats")]
    [InlineData("9876543210987", "repeats")]
    [InlineData("jo.bloggs@kirklees.example", "mail address")]
    [InlineData("Kirklees-2026!", "mail address")]
    [InlineData("ImprovementBoard1", "mail address")]
    [InlineData("kirklees-children-2018", "mail address")]
    public void What_guessers_try_is_refused_with_the_reason(string? password, string because) =>
        Assert.Contains(because, PasswordRule.Fault(password, Known, Common), StringComparison.Ordinal);

    [Fact]
    public void One_beyond_256_characters_is_refused() => Assert.Contains("at most 256", PasswordRule.Fault(new string('x', 257), Known, Common), StringComparison.Ordinal);
}
