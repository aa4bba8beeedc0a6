using System.Net;
using System.Text;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Features.SingleSignOn;
using Microsoft.IdentityModel.Tokens;

namespace ImprovementBoard.Tests.Features.SingleSignOn;

/// <summary>Tokens and answers that do not hold, each against the portal over HTTP: no session, one sentence, one line in the record.</summary>
public sealed class ForgedTokenTests(SignOnPortal portal) : IClassFixture<SignOnPortal>
{
    private static readonly Dictionary<string, (Func<LoopbackProvider, Dictionary<string, object?>, string?> Token, SignOnFault Fault)> Table = new()
    {
        ["no token"] = ((_, _) => null, SignOnFault.Unproved),
        ["no token at all, but words"] = ((_, _) => "words", SignOnFault.Unproved),
        ["for another client"] = With("aud", "another"),
        ["for no client"] = With("aud", null),
        ["for several clients, not said for which"] = With("aud", new[] { LoopbackProvider.ClientId, "another" }),
        ["for several clients, made for another"] = With("aud", new[] { LoopbackProvider.ClientId, "another" }, ("azp", "another")),
        ["for us, made for another"] = With("azp", "another"),
        ["by another issuer"] = With("iss", "https://elsewhere.example"),
        ["by an issuer whose name begins like ours"] = ((p, c) => p.Sign(c, ("iss", $"{p.Url}/other")), SignOnFault.Unproved),
        ["by nobody"] = With("iss", null),
        ["answering another request"] = With("nonce", "another"),
        ["answering no request"] = With("nonce", null),
        ["expired"] = At("exp", -3),
        ["for ever"] = With("exp", null),
        ["not yet valid"] = At("nbf", 4),
        ["naming nobody"] = With("sub", null),
        ["naming an empty name"] = With("sub", ""),
        ["with a name that is too long"] = With("sub", new string('a', 256)),
        ["signed by another key under the same name"] = ((p, c) => p.Sign(c, LoopbackProvider.NewKey(p.Key.KeyId)), SignOnFault.Unproved),
        ["signed by a key that nobody knows"] = ((p, c) => p.Sign(c, LoopbackProvider.NewKey("unknown")), SignOnFault.Unproved),
        ["signed by nobody"] = ((_, c) => LoopbackProvider.Unsigned(c), SignOnFault.Unproved),
        ["signed with the portal’s own secret"] = ((p, c) => p.Sign(c, new SymmetricSecurityKey(Encoding.UTF8.GetBytes(LoopbackProvider.ClientSecret)), SecurityAlgorithms.HmacSha256), SignOnFault.Unproved),
        ["signed with the public key as a secret"] = ((p, c) => p.Sign(c, new SymmetricSecurityKey(p.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = p.Key.KeyId }, SecurityAlgorithms.HmacSha256), SignOnFault.Unproved),
        ["changed after it was signed"] = ((p, c) => Changed(p.Sign(c)), SignOnFault.Unproved),
        ["an access token"] = ((p, c) => p.Sign(c, type: "at+jwt"), SignOnFault.Unproved),
        ["a notice of signing out"] = ((p, c) => p.Sign(c, type: "logout+jwt"), SignOnFault.Unproved),
        ["true, of somebody without account and group"] = With("groups", Array.Empty<string>(), SignOnFault.Unknown),
        ["true, with groups elsewhere"] = ((p, c) => p.Sign(c, ("groups", null), ("_claim_names", new Dictionary<string, string> { ["groups"] = "src1" })), SignOnFault.Overage),
        ["true, with too many groups"] = ((p, c) => p.Sign(c, ("groups", null), ("hasgroups", true)), SignOnFault.Overage),
    };

    public static TheoryData<string> Forged => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task No_session_one_sentence_and_one_line_in_the_record(string what)
    {
        var (token, fault) = Table[what];
        using var browser = portal.Browser();
        var (code, state, nonce) = await portal.GoAsync(browser);
        portal.Provider.Token = () => token(portal.Provider, portal.Provider.Claims(nonce, "stranger", "leads"));
        var before = (await portal.RefusedAsync()).Count;

        var to = await SignOnPortal.BackAsync(browser, code, state);

        Assert.StartsWith($"{Urls.SignIn}?council={fault}", to, StringComparison.Ordinal);
        Assert.False(await SignOnPortal.IsInAsync(browser));
        Assert.Equal($"Refused: {fault.Recorded()}.", Assert.Single((await portal.RefusedAsync())[before..]));
        using var page = await browser.GetAsync(to);
        var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.Contains(fault.Words("your council account"), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_true_one_of_the_same_making_signs_in()
    {
        using var browser = portal.Browser();

        Assert.Equal("/programmes/testshire", await portal.SignInAsync(browser, "true", ["leads"]));

        Assert.True(await SignOnPortal.IsInAsync(browser));
    }

    [Fact]
    public async Task Of_several_clients_the_one_it_was_made_for_signs_in()
    {
        using var browser = portal.Browser();

        Assert.Equal("/programmes/testshire", await portal.SignInAsync(browser, "several", ["leads"], c => (c["aud"], c["azp"]) = (new[] { "another", LoopbackProvider.ClientId }, LoopbackProvider.ClientId)));
    }

    private static (Func<LoopbackProvider, Dictionary<string, object?>, string?>, SignOnFault) With(string claim, object? value, SignOnFault fault = SignOnFault.Unproved) => ((p, c) => p.Sign(c, (claim, value)), fault);

    private static (Func<LoopbackProvider, Dictionary<string, object?>, string?>, SignOnFault) With(string claim, object? value, (string, object?) and) => ((p, c) => p.Sign(c, (claim, value), and), SignOnFault.Unproved);

    // Counted when it is signed: the table is made long before its last row is tried.
    private static (Func<LoopbackProvider, Dictionary<string, object?>, string?>, SignOnFault) At(string claim, int minutes) =>
        ((p, c) => p.Sign(c, (claim, DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeSeconds())), SignOnFault.Unproved);

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        parts[1] = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("stranger", "somebody", StringComparison.Ordinal));
        return string.Join('.', parts);
    }
}
