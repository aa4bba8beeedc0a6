using System.Net;
using ImprovementBoard.Core.Access;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Access;

/// <summary>Every address outside the pages that takes a POST. A new one without <c>MapForm</c> fails here.</summary>
[Collection(PortalTests.Name)]
public sealed class FormTokenTests(PortalHost portal)
{
    [Fact]
    public async Task A_form_without_its_token_is_refused_at_every_address_that_takes_one()
    {
        // The hub is no form: it refuses a foreign Origin (RequestLimitsTests).
        var addresses = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is null && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(a => !a.StartsWith("/_blazor", StringComparison.Ordinal))
            .ToList();
        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));
        using var office = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));

        foreach (var address in addresses)
        {
            var filled = address.Replace("{slug}", "kirklees", StringComparison.Ordinal).Replace("{reference}", "15.2", StringComparison.Ordinal).Replace("{secret}", new string('A', 43), StringComparison.Ordinal);
            // The door asks for the right first.
            var client = address.Contains("/retention/", StringComparison.Ordinal) ? admin : office;
            using var fields = await client.PostAsync(filled, new FormUrlEncodedContent([new("answer", "x")]));
            using var parts = await client.PostAsync(filled, new MultipartFormDataContent { { new ByteArrayContent("%PDF-1.7"u8.ToArray()), "pack", "pack.pdf" } });
            using var text = await client.PostAsync(filled, new StringContent("nonsense"));

            Assert.All([fields, parts, text], answer => Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, $"{address} answers {answer.StatusCode}."));
        }
        Assert.Contains("/verify/file", addresses);
        Assert.Contains("/account/stay", addresses);
        Assert.DoesNotContain(addresses, a => a.Contains("{id", StringComparison.Ordinal));
    }
}
