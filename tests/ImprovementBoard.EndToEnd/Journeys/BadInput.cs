using System.Net.Sockets;
using System.Text;
using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>Whatever is typed: a sentence that says what to do, nothing lost, nothing broken.</summary>
[Collection(PortalRun.Name)]
public sealed class BadInput(Portal portal)
{
    [Fact]
    public Task An_incomplete_update_is_refused_field_by_field_and_kept() => portal.WatchAsync(async visit =>
    {
        var form = await new UpdatePage(await visit.SignedInAsync(Person.Lead, UpdatePage.Address("15.1"))).AfreshAsync();
        await form.WhatChanged.FillAsync("");
        await form.ChildWouldNotice.FillAsync("They know who to ring.");
        await form.InTheWay.FillAsync(" ");
        await form.SubmitAsync();

        await Expect(form.Summary).ToBeFocusedAsync();
        await form.RefusesAsync(form.WhatChanged, "Write what changed, or “no change”.");
        await form.RefusesAsync(form.InTheWay, "Write what is in the way, or “nothing”.");
        await Expect(form.Summary).Not.ToContainTextAsync("a child would notice");
        await Expect(form.ChildWouldNotice).ToHaveValueAsync("They know who to ring.");
    });

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/programmes/kirklees/actions/15.1/draft")]
    public Task A_form_cut_off_on_its_way_is_no_error_of_the_portal(string address) => portal.WatchAsync(async visit =>
    {
        var page = await visit.SignedInAsync(Person.Lead, "");
        var cookies = string.Join("; ", (await page.Context.CookiesAsync()).Select(c => $"{c.Name}={c.Value}"));
        var url = new Uri(visit.Url);
        using var line = new TcpClient(url.Host, url.Port);
        await using var stream = line.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {address} HTTP/1.1\r\nHost: {url.Authority}\r\nCookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nInput.What"));
        line.Client.Shutdown(SocketShutdown.Send);
        // Until the portal is done with it, with an answer or by closing the line: both are fine, nobody is there to read.
        try
        {
            Assert.DoesNotContain(" 500 ", await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync(), StringComparison.Ordinal);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
        }
        // That the log holds no error is looked at when the journey ends.
    }, $"{nameof(A_form_cut_off_on_its_way_is_no_error_of_the_portal)}({address.Length})");

    [Fact]
    public Task An_update_that_is_too_long_is_refused_and_kept() => portal.WatchAsync(async visit =>
    {
        var form = await new UpdatePage(await visit.SignedInAsync(Person.Lead, UpdatePage.Address("15.1"))).AfreshAsync();
        var words = string.Concat(Enumerable.Repeat("Ten chars ", 1_999)) + "Ten chars.";
        await form.WriteAsync(words);
        await form.SubmitAsync();

        await form.RefusesAsync(form.WhatChanged, "This is 20,000 characters. Shorten it to 2,000 or fewer; nothing you typed is lost.");
        await Expect(form.WhatChanged).ToHaveValueAsync(words);
    });

    [Fact]
    public Task A_forecast_in_1800_is_refused() => portal.WatchAsync(async visit =>
    {
        var form = await new UpdatePage(await visit.SignedInAsync(Person.Lead, UpdatePage.Address("15.1"))).AfreshAsync();
        await form.WriteAsync("No change", forecast: "1800-01-01");
        await form.SubmitAsync();

        await form.RefusesAsync(form.Forecast, "Give the date you expect to finish, between 2000 and 2099.");
        await Expect(form.WhatChanged).ToHaveValueAsync("No change");
    });

    [Fact]
    public Task Two_people_write_at_once_and_neither_loses_a_word() => portal.WatchAsync(async visit =>
    {
        var (lead, office) = (await visit.SignedInAsync(Person.Lead, UpdatePage.Address("3.1")), await visit.SignedInAsync(Person.Office, UpdatePage.Address("3.1")));
        var (first, second) = (new UpdatePage(office), new UpdatePage(lead));
        await second.WriteAsync("The lead’s words.");
        await first.WriteAsync("The office’s words.");
        await first.SubmitAsync();
        await new ActionPage(office).SaysSavedAsync();

        await second.SubmitAsync();
        await Expect(second.Summary).ToContainTextAsync("Someone else changed action 3.1 while you were writing. Your words are kept");
        await Expect(second.WhatChanged).ToHaveValueAsync("The lead’s words.");
        await Expect(lead.Locator(".beside").First).ToContainTextAsync("The office’s words.");
        await Expect(lead.GetByRole(AriaRole.Button, new() { Name = "Submit mine as well" })).ToBeVisibleAsync();

        await second.SubmitAsync();
        await new ActionPage(lead).SaysSavedAsync();
        await Expect(new ActionPage(lead).LatestUpdate).ToContainTextAsync("The lead’s words.");
        await Expect(lead.GetByRole(AriaRole.Article).Nth(1)).ToContainTextAsync("The office’s words.");
    });

    [Fact]
    public Task Words_that_look_like_code_are_words_on_the_page_and_in_the_pack() => portal.WatchAsync(async visit =>
    {
        const string code = "#import \"x\" and $x^2$ and *b* and <b>hi</b>";
        const string unassigned = "\u0378";
        var lead = await visit.SignedInAsync(Person.Lead, UpdatePage.Address("14.1"));
        var form = new UpdatePage(lead);
        await form.WriteAsync(code, inTheWay: $"Smile 😀, none {unassigned}.");
        await form.SubmitAsync();
        await new ActionPage(lead).SaysSavedAsync();
        await Expect(new ActionPage(lead).LatestUpdate).ToContainTextAsync(code);
        await Expect(new ActionPage(lead).LatestUpdate).ToContainTextAsync($"Smile 😀, none {unassigned}.");

        var office = await visit.SignedInAsync(Person.Office, PacksPage.Address);
        var packs = new PacksPage(office);
        await packs.BuildDraftAsync();
        var outcome = await packs.Outcome.InnerTextAsync();
        Assert.Contains("No font has these characters, so they are printed as □", outcome, StringComparison.Ordinal);
        Assert.Contains(unassigned, outcome, StringComparison.Ordinal);
        await packs.OpenBuiltAsync();
        var words = await (await new PackPage(office).DownloadAsync()).WordsAsync();
        Assert.Contains(code, words, StringComparison.Ordinal);
        // Whether there is a smile depends on the fonts of the machine; what is missing is named.
        Assert.Contains(outcome.Contains("😀", StringComparison.Ordinal) ? "Smile □, none □." : "Smile 😀, none □.", words, StringComparison.Ordinal);
    });
}
