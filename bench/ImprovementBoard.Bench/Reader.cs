using System.Net;
using System.Text.RegularExpressions;

namespace ImprovementBoard.Bench;

/// <summary>A signed-in person with a browser's cookies and no browser.</summary>
internal sealed partial class Reader : IDisposable
{
    private readonly HttpClient http;

    private Reader(Uri address)
    {
        Cookies = new CookieContainer();
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, MaxConnectionsPerServer = 64 })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public Uri Address => http.BaseAddress!;

    public CookieContainer Cookies { get; }

    public string CookieHeader => Cookies.GetCookieHeader(Address);

    /// <summary>Signs in through the form.</summary>
    public static async Task<Reader> SignInAsync(Portal portal, string who, CancellationToken ct)
    {
        var reader = new Reader(portal.Address);
        var form = await reader.http.GetStringAsync("sign-in", ct);
        var fields = FirstForm(form);
        (fields["Input.Email"], fields["Input.Password"]) = ($"{who}@kirklees.example", Portal.Password);
        using var answer = await reader.http.PostAsync("sign-in", new FormUrlEncodedContent(fields), ct);
        return answer.StatusCode == HttpStatusCode.Redirect && reader.CookieHeader.Contains("improvementboard=", StringComparison.Ordinal)
            ? reader
            : throw new InvalidOperationException($"Signing in as {who} was answered {(int)answer.StatusCode}.");
    }

    /// <summary>A page; anything but 200 is a fault.</summary>
    public Task<string> PageAsync(string path, CancellationToken ct) => http.GetStringAsync(path, ct);

    /// <summary>Sends the update form of a page as a browser would. Answers where the portal leads next, or null when the form asks to put something right.</summary>
    public async Task<string?> PostUpdateAsync(string path, string html, string words, CancellationToken ct)
    {
        var form = html[html.IndexOf("<form class=\"form update", StringComparison.Ordinal)..];
        var fields = FirstForm(form);
        foreach (var question in new[] { "WhatChanged", "ChildWouldNotice", "InTheWay" })
            fields[$"Input.{question}"] = words;
        fields["Input.Forecast"] = Forecast().Match(form).Groups["value"].Value;
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent(fields), ct);
        return answer.StatusCode == HttpStatusCode.Redirect ? $"{answer.Headers.Location}" : answer.IsSuccessStatusCode ? null
            : throw new InvalidOperationException($"Posting to {path} was answered {(int)answer.StatusCode}.");
    }

    public void Dispose() => http.Dispose();

    /// <summary>The hidden fields of the first form; those behind it repeat its names.</summary>
    private static Dictionary<string, string> FirstForm(string html) =>
        HiddenField().Matches(html).DistinctBy(m => m.Groups["name"].Value).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);

    [GeneratedRegex("name=\"Input.Forecast\" value=\"(?<value>[0-9-]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forecast();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();
}
