using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class DeliveryAndReview : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Agreed",
                table: "Updates",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Returned",
                table: "Updates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "ReviewNote",
                table: "Updates",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReviewedBy",
                table: "Updates",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ReviewedOn",
                table: "Updates",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ClosedOn",
                table: "Actions",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "DeliveredById",
                table: "Actions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EarlierRounds",
                table: "Actions",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateOnly>(
                name: "RecheckOn",
                table: "Actions",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ReviewerSays",
                table: "Actions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RuleSays",
                table: "Actions",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Agreed",
                table: "Updates");

            migrationBuilder.DropColumn(
                name: "Returned",
                table: "Updates");

            migrationBuilder.DropColumn(
                name: "ReviewNote",
                table: "Updates");

            migrationBuilder.DropColumn(
                name: "ReviewedBy",
                table: "Updates");

            migrationBuilder.DropColumn(
                name: "ReviewedOn",
                table: "Updates");

            migrationBuilder.DropColumn(
                name: "ClosedOn",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "DeliveredById",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "EarlierRounds",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "RecheckOn",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "ReviewerSays",
                table: "Actions");

            migrationBuilder.DropColumn(
                name: "RuleSays",
                table: "Actions");
        }
    }
}
