using ImprovementBoard.EndToEnd.Pages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ImprovementBoard.EndToEnd.Journeys;

/// <summary>When a lead leaves: the office sees it, passes everything on with a note, and the new lead reads it.</summary>
[Collection(PortalRun.Name)]
public sealed class HandOvers(Portal portal)
{
    [Fact]
    public Task What_stayed_with_somebody_who_left_passes_on_with_a_note() => portal.WatchAsync(async visit =>
    {
        var office = await visit.SignedInAsync(Person.Office, "");
        await Expect(office.GetByText("Head of early help left on 29 June 2018")).ToBeVisibleAsync();
        await office.GetByRole(AriaRole.Link, new() { Name = "Hand over", Exact = true }).ClickAsync();
        await office.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Alert).Filter(new() { HasText = "to put right" })).ToContainTextAsync("Choose who takes over.");
        await office.GetByLabel("Who takes over").SelectOptionAsync(new SelectOptionValue { Label = "Head of safeguarding, Council" });
        await office.GetByLabel("Note for the new lead").FillAsync("The crisis rota is agreed; ring health about nights.");
        await office.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await Expect(office.GetByRole(AriaRole.Status)).ToContainTextAsync("Handed over: 2 items.");
        await office.GotoAsync(Visit.Below(""));
        await Expect(office.GetByText("Head of early help left on")).ToHaveCountAsync(0);

        var lead = await visit.SignedInAsync(Person.Lead, "my-updates");
        await lead.GetByRole(AriaRole.Link, new() { Name = "Post update on 17.1" }).ClickAsync();
        await Expect(lead.GetByText("ring health about nights")).ToBeVisibleAsync();
        await new UpdatePage(lead).WriteAsync("I met the team.");
        await new UpdatePage(lead).SubmitAsync();
        await new ActionPage(lead).SaysSavedAsync();
        await Expect(lead.GetByText("Handed over on")).ToHaveCountAsync(0);
        await Expect(lead.GetByRole(AriaRole.Region, new() { Name = "Dates and ownership" })).ToContainTextAsync("ring health about nights");
    });
}
