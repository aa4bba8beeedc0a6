using System.Net;
using System.Text.RegularExpressions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Whatever is typed as an address: a page, or a sentence that says there is none.</summary>
[Collection(PagesRun.Name)]
public sealed partial class Addresses(Portal portal)
{
    [Theory]
    [InlineData("actions?page=-1", "56 of 56 shown")]
    [InlineData("actions?page=999999", "56 of 56 shown")]
    [InlineData("actions?page=99999999999999999999", "56 of 56 shown")]
    [InlineData("actions?delivery=nonsense", "56 of 56 shown")]
    [InlineData("actions?sort=';drop", "56 of 56 shown")]
    [InlineData("actions?lead=abc", "56 of 56 shown")]
    [InlineData("actions?theme=7&late=perhaps", "56 of 56 shown")]
    [InlineData("actions?q=%25", "No action fits")]
    [InlineData("actions?q=_", "No action fits")]
    [InlineData("actions?q='", "shown")]
    [InlineData("actions?q=%22", "No action fits")]
    [InlineData("actions?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "No action fits")]
    [InlineData("actions?q=%00", "shown")]
    [InlineData("recommendations?page=-1&delivery=nonsense&body=abc&sort=';drop", "37 of 37 shown")]
    [InlineData("recommendations?q=%3Cscript%3E", "No recommendation fits")]
    [InlineData("history?kind=nonsense&page=-1", "shown")]
    [InlineData("history?page=999999", "shown")]
    public async Task An_address_anybody_may_have_typed_shows_a_page(string path, string expected)
    {
        using var member = await Caller.SignedInAsync(portal, Person.Member);
        var (status, html) = await member.ReadAsync(Visit.Below(path));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Single(Heading().Matches(html));
    }

    [Theory]
    [InlineData("actions/999")]
    [InlineData("actions/'%20or%201=1")]
    [InlineData("actions/999/update")]
    [InlineData("recommendations/999")]
    [InlineData("visits/999")]
    [InlineData("packs/999")]
    [InlineData("packs/draft-999999999999")]
    [InlineData("packs/999/download")]
    [InlineData("nonsense")]
    public async Task What_does_not_exist_is_said_in_a_sentence(string path)
    {
        using var member = await Caller.SignedInAsync(portal, Person.Member);
        var (status, html) = await member.ReadAsync(Visit.Below(path));
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("There is nothing at this address that you may see.", html, StringComparison.Ordinal);
        Assert.Single(Heading().Matches(html));
    }

    [GeneratedRegex("<h1")]
    private static partial Regex Heading();
}
